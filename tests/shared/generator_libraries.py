"""The libraries that the shared generator asks for by Debian 12's names, where only newer ones are.

It takes A5 from libosmogsm.so.18; Debian 13 has that function, the same, in libosmogsm.so.20.
"""
import ctypes
import glob
import os
import sysconfig

GSM = "libosmogsm.so.18"


def loads(name):
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def environment(folder):
    """For the generator's process: as it is, or with the library at hand under the name asked for, in folder."""
    found = glob.glob(os.path.join("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "", "libosmogsm.so.??"))
    if loads(GSM) or not found:
        return dict(os.environ)
    link = os.path.join(folder, GSM)
    if not os.path.lexists(link):
        os.symlink(sorted(found)[-1], link)
    return os.environ | {"LD_LIBRARY_PATH": folder}
