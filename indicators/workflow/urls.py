"""Figures on their way: submitting, approving, returning, opening for correction."""

from django.urls import path

from indicators.workflow import views

app_name = "workflow"
urlpatterns = [
    path("<slug:dataset_slug>/<int:year>/submit/", views.submit, name="submit_year"),
    path("<slug:dataset_slug>/<int:year>/<month:month>/submit/", views.submit, name="submit"),
    path("<slug:dataset_slug>/<int:year>/approve/", views.approve, name="approve"),
    path("<slug:dataset_slug>/<int:year>/correct/", views.correct, name="correct"),
]
