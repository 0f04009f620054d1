"""Records that are written once. No model stands here, so that the public surface can have them without accounts."""

from typing import Any, ClassVar, NoReturn

from django.db import models


class AppendOnly(Exception):
    """Something tried to change or delete a record that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what would change records behind `save` and `delete`."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never deleted.")

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, batch_size: Any = None) -> NoReturn:
        raise AppendOnly(f"{self.model._meta.verbose_name} records are never changed.")


class AppendOnlyModel(models.Model):
    """A record that can be written once and read for good."""

    objects: ClassVar[Any] = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnly(f"A {self._meta.verbose_name} is never changed.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"A {self._meta.verbose_name} is never deleted.")
