"""Office pages of members' questions, actions and links."""

from django.urls import path

from commentary import action_views, link_views, question_views

app_name = "commentary"
urlpatterns = [
    path("questions/", question_views.questions, name="questions"),
    path("questions/<slug:dataset_slug>/", question_views.questions, name="questions_of"),
    path("questions/<slug:dataset_slug>/new/", question_views.question_new, name="question_new"),
    path("questions/<slug:dataset_slug>/<int:pk>/", question_views.question, name="question"),
    path("questions/<slug:dataset_slug>/<int:pk>/change/", question_views.question_change, name="question_change"),
    path("questions/<slug:dataset_slug>/<int:pk>/answer/", question_views.question_answer, name="question_answer"),
    path("questions/<slug:dataset_slug>/<int:pk>/reopen/", question_views.question_reopen, name="question_reopen"),
    path("actions/", action_views.actions, name="actions"),
    path("actions/<slug:dataset_slug>/", action_views.actions, name="actions_of"),
    path("actions/<slug:dataset_slug>/new/", action_views.action_new, name="action_new"),
    path("actions/<slug:dataset_slug>/<int:pk>/", action_views.action, name="action"),
    path("actions/<slug:dataset_slug>/<int:pk>/change/", action_views.action_change, name="action_change"),
    path("actions/<slug:dataset_slug>/<int:pk>/note/", action_views.action_note, name="action_note"),
    path("actions/<slug:dataset_slug>/<int:pk>/finish/", action_views.action_finish, name="action_finish"),
    path("actions/<slug:dataset_slug>/<int:pk>/reopen/", action_views.action_reopen, name="action_reopen"),
    path("links/", link_views.links, name="links"),
    path("links/<slug:dataset_slug>/", link_views.links, name="links_of"),
    path("links/<slug:dataset_slug>/new/", link_views.link_new, name="link_new"),
    path("links/<slug:dataset_slug>/<int:pk>/remove/", link_views.link_remove, name="link_remove"),
]
