"""Addresses without a language: files and what never changes."""

from django.urls import path

from library import views

urlpatterns = [
    path("p/<slug:code>/", views.permanent, name="permanent"),
    path("p/<slug:code>/<int:number>/", views.permanent, name="permanent_passage"),
    path("berkas/<slug:code>/sampul.webp", views.cover, name="cover"),
    path("berkas/<slug:code>/halaman/<int:number>-<int:width>.webp", views.page, name="page_picture"),
    path("berkas/<slug:code>/<str:name>", views.file, name="file"),
]
