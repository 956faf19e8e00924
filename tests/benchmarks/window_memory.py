"""How much memory a window holds once it has come to rest; run as a script, with a plan or without one.

Prints MiB resident now and at its highest. Without a plan the window is Qt's own, empty; with a second
argument the first activity that has a duration gets another one before.
"""

import os
import sys

SETTLED_MS = 4000


def report():
    found = {}
    with open("/proc/self/status", encoding="ascii") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in ("VmRSS", "VmHWM"):
                found[name] = int(value.split()[0]) / 1024
    print(found["VmRSS"], found["VmHWM"], flush=True)
    os._exit(0)


def bare():
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1600, 1000)
    window.show()
    QTimer.singleShot(SETTLED_MS, report)
    application.exec()


def opened(path, edited):
    from relplanner.ui import application

    application.make_application([])
    from PySide6.QtCore import QTimer

    if edited:
        QTimer.singleShot(SETTLED_MS // 2, edit)
    QTimer.singleShot(SETTLED_MS, report)
    application.run(path)


def edit():
    from PySide6.QtWidgets import QApplication

    from relplanner.plan import edits
    from relplanner.plan.forms.duration import Duration
    from relplanner.ui.main_window import MainWindow

    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    plan = window.context.plan
    first = next(activity for activity in plan.activities if activity.duration is not None)
    if window.context.apply(edits.resize(plan, first.id, Duration(7.5, "d"))) is None:
        sys.exit("The edit did nothing")


if __name__ == "__main__":
    opened(sys.argv[1], len(sys.argv) > 2) if len(sys.argv) > 1 else bare()
