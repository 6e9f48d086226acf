"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from commonweal.offices.desk.views import emergency, files, granting, jobs, task, told, trail, work

app_name = "desk"
urlpatterns = [
    path("", work.my_work, name="my_work"),
    path("office/", work.our_office, name="our_office"),
    path("several/", work.several, name="several"),
    path("search/", work.search, name="search"),
    path("task/<uuid:key>/", task.page, name="task"),
    path("task/<uuid:key>/done/", task.done, name="done"),
    path("task/<uuid:key>/reopen/", task.reopen, name="reopen"),
    path("task/<uuid:key>/take/", task.take, name="take"),
    path("task/<uuid:key>/hand-over/", task.hand_over, name="hand_over"),
    path("task/<uuid:key>/wait/", task.wait, name="wait"),
    path("task/<uuid:key>/comment/", task.comment, name="comment"),
    path("task/<uuid:key>/file/", files.put, name="put_file"),
    path("comment/<uuid:key>/withdraw/", task.withdraw, name="withdraw"),
    path("file/<uuid:key>/", files.download, name="download"),
    path("file/<uuid:key>/delete/", files.delete, name="delete_file"),
    path("step/<int:key>/undo/", task.undo, name="undo"),
    path("notices/", told.notices, name="notices"),
    path("notices/<int:key>/", told.opened, name="notice"),
    path("mail/", told.mail, name="mail"),
    path("mail/stop/<str:token>/", told.stop, name="stop"),
    path("calendar/renew/", told.renew, name="renew_feed"),
    path("calendar/<str:key>.ics", told.feed, name="feed"),
    path("draft/<str:key>/", told.draft, name="draft"),
    path("job/<uuid:key>/", jobs.page, name="job"),
    path("job/<uuid:key>/cancel/", jobs.cancel, name="cancel_job"),
    path("emergency/", emergency.listed, name="emergency"),
    path("emergency/ask/", emergency.asked, name="emergency_ask"),
    path("emergency/use/", emergency.used, name="emergency_use"),
    path("emergency/<uuid:key>/", emergency.page, name="emergency_page"),
    path("emergency/<uuid:key>/end/", emergency.ended, name="emergency_end"),
    path("roles/<uuid:key>/grant/", granting.granted, name="grant_role"),
    path("roles/<uuid:key>/<int:held>/end/", granting.ended, name="end_role"),
    path("roles/changes/<uuid:key>/", granting.page, name="role_change"),
    path("trail/", trail.listed, name="trail"),
    path("trail/csv/", trail.export, name="trail_csv"),
    path("trail/verify/", trail.verify, name="verify_trail"),
    path("who-looked/", trail.who_looked, name="who_looked"),
]
