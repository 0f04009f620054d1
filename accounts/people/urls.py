from django.urls import path

from accounts.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("invite/", views.invite, name="invite"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/close/", views.change, {"act": "close"}, name="close"),
    path("<int:pk>/open/", views.change, {"act": "open"}, name="open"),
    path("<int:pk>/anew/", views.change, {"act": "anew"}, name="anew"),
]
