"""How much memory a window holds once it has come to rest; run as a script, with a plan or without one.

Prints MiB resident now and at its highest. Without a plan the window is Qt's own, empty.
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


def opened(path):
    from relplanner.ui import application

    application.make_application([])
    from PySide6.QtCore import QTimer

    QTimer.singleShot(SETTLED_MS, report)
    application.run(path)


if __name__ == "__main__":
    opened(sys.argv[1]) if len(sys.argv) > 1 else bare()
