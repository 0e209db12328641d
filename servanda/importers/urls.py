from django.urls import include, path

from servanda.importers.views import confirming, conflicts, intakes, items, provisional

app_name = "importers"
urlpatterns = [
    path("", intakes.intakes, name="list"),
    path("spreadsheets/", include("servanda.importers.spreadsheets.urls")),
    path("upload/", intakes.upload, name="upload"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("entries/<uuid:pk>/", provisional.official, name="official"),
    path("entries/<uuid:pk>/match/", provisional.match, name="match"),
    path("<uuid:pk>/", intakes.resume, name="intake"),
    path("<uuid:pk>/reading/", intakes.reading, name="reading"),
    path("<uuid:pk>/go-on/", intakes.go_on, name="go-on"),
    path("<uuid:pk>/recognise/", intakes.recognise, name="recognise"),
    path("<uuid:pk>/discard/", intakes.discard, name="discard"),
    path("<uuid:pk>/document/", intakes.document, name="document"),
    path("<uuid:pk>/recommendations/", items.items, name="items"),
    path("<uuid:pk>/recommendations/all-right/", items.all_right, name="all-right"),
    path("<uuid:pk>/recommendations/missing/", items.missing, name="missing"),
    path("<uuid:pk>/pages/<int:page>/", items.page_picture, name="page"),
    path("<uuid:pk>/confirm/", confirming.confirm, name="confirm"),
    path("<uuid:pk>/done/", confirming.done, name="done"),
    path("<uuid:pk>/undo/", confirming.undo, name="undo"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/right/", items.right, name="item-right"),
    path("items/<uuid:pk>/facts/", items.facts, name="item-facts"),
    path("items/<uuid:pk>/split/", items.split, name="item-split"),
    path("items/<uuid:pk>/discard/", items.discard_item, name="item-discard"),
    path("items/<uuid:pk>/entry/", provisional.entry_of_item, name="item-entry"),
    path("items/<uuid:pk>/reopen/", items.reopen, name="item-reopen"),
]
