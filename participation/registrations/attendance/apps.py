from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "participation.registrations.attendance"
    label = "attendance"
    verbose_name = "Attendance"
