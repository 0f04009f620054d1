"""Office pages of the suppression room."""

from django.urls import path

from suppression import views

app_name = "suppression"
urlpatterns = [
    path("external-figures/", views.external_figures, name="external_figures"),
    path("external-figures/new/", views.external_figure_new, name="external_figure_new"),
    path("external-figures/<int:pk>/withdraw/", views.external_figure_withdraw, name="external_figure_withdraw"),
]
