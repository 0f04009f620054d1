"""Files of a Part 1 paper: made once, before it is published, and published with it."""

from collections.abc import Mapping

from django.conf import settings

from reports.models import PublishedFile, PublishedPaper, RenderedFile
from reports.renderers import RENDERERS, Renderer
from suppression.paper import decode_part_1, sha256


def renderers() -> list[Renderer]:
    """The kinds of file that this council publishes, in the order in which they are offered."""
    return [RENDERERS[kind] for kind in RENDERERS if kind in settings.PUBLISHED_FILES]


def files_made(document: bytes) -> set[str]:
    """Of which kinds there are files of this Part 1 paper already."""
    return set(RenderedFile.objects.filter(paper_sha256=sha256(document)).values_list("kind", flat=True))


def missing_files(document: bytes) -> list[Renderer]:
    """The kinds of which there is no file of this Part 1 paper yet."""
    made = files_made(document)
    return [each for each in renderers() if each.kind not in made]


def forget_files(document: bytes) -> None:
    """Files of a paper that is not published after all, or not anew."""
    RenderedFile.objects.filter(paper_sha256=sha256(document)).delete()


def make_file(document: bytes, renderer: Renderer) -> None:
    """Make one file of a Part 1 paper and keep it until it is published. Making it again changes nothing."""
    of_paper = {"paper_sha256": sha256(document), "kind": renderer.kind}
    if not RenderedFile.objects.filter(**of_paper).exists():
        content = renderer.render(decode_part_1(document))
        RenderedFile.objects.get_or_create(**of_paper, defaults={"content": content})


def publish_files(published: PublishedPaper) -> None:
    """Publish all files of a paper, those not yet made made now; call it in the publication's transaction."""
    document = bytes(published.document)
    for renderer in missing_files(document):
        make_file(document, renderer)
    made: Mapping[str, bytes] = {
        kind: bytes(content)
        for kind, content in RenderedFile.objects.filter(paper_sha256=published.sha256).values_list("kind", "content")
    }
    paper = decode_part_1(document)
    PublishedFile.objects.bulk_create(
        PublishedFile(
            paper=published,
            kind=renderer.kind,
            name=renderer.name(paper),
            content=made[renderer.kind],
            size=len(made[renderer.kind]),
            sha256=sha256(made[renderer.kind]),
        )
        for renderer in renderers()
    )
    forget_files(document)
