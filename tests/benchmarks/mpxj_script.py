"""MPXJ's own scheduler on an MSPDI file, in a process of its own; run as a script.

Prints the milliseconds from the start of the Java machine to the finished schedule: what a Java program would
take, without the Python around it.
"""

import glob
import os
import sys
import time


def main(path):
    import jpype
    import mpxj

    jars = glob.glob(os.path.join(os.path.dirname(mpxj.__file__), "lib", "*.jar"))
    begin = time.perf_counter()
    jpype.startJVM("-Xss512m", classpath=jars)
    from org.mpxj import Duration, TimeUnit
    from org.mpxj.cpm import MicrosoftScheduler
    from org.mpxj.reader import UniversalProjectReader

    project = UniversalProjectReader().read(path)
    none = Duration.getInstance(0, TimeUnit.HOURS)
    for task in project.getTasks():
        task.setActualDuration(none)
        task.setRemainingDuration(task.getDuration())
    MicrosoftScheduler().schedule(project, project.getProjectProperties().getStartDate())
    print((time.perf_counter() - begin) * 1000, flush=True)
    os._exit(0)  # the Java machine needs seconds to go


if __name__ == "__main__":
    main(sys.argv[1])
