# needs: python3
# Python has subprocess with shell=True, os.system and os.popen.
cat >t.py <<'E'
import os, signal, subprocess, sys
def sh(cmd, **kw):
    r = subprocess.run(cmd, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **kw)
    print(repr(cmd[:50]), r.returncode, r.stdout, flush=True)
sh("echo a b | wc -w")
sh("exit 3")
sh("kill -9 $$")
sh("kill -TERM $$; echo no")
sh("echo $0 $1 $#")
sh(["echo $0 $1 $#", "zero", "one two"])
sh("cat", input=b"in\nput")
sh("read x; echo \"<$x>\"; cat", input=b"first\nrest\n")
sh("echo $V", env={"V": "a  b", "PATH": "/usr/bin:/bin"})
sh("env | sort", env={})
sh("pwd; echo $PWD", cwd="/usr")
sh("echo out; echo err >&2; exit 1")
sh("nosuch 2>/dev/null")
sh("trap 'echo bye' EXIT; false")
sh("trap '' TERM; kill -TERM $$; echo alive")
sh("test $(ps -o ppid= -p $$) = $PPID && echo parent")
sh("set -e; false; echo no")
sh("f() { return 4; }; f")
sh("cat /proc/self/stat | cut -d' ' -f7")
sh("ls /proc/self/fd | wc -l")
sh("x=$(seq 1000 | tail -n 1); echo $x")
sh("printf 'a\\0b'")
sh("for i in 1 2 3; do echo $i; done | sort -r")
sh("echo x 2>/dev/null >&3 || echo closed", pass_fds=())
print(subprocess.check_output("echo checked", shell=True))
try:
    subprocess.check_call("exit 5", shell=True)
except subprocess.CalledProcessError as e:
    print(e)
print(subprocess.getstatusoutput("echo s; exit 6"))
print(os.system("exit 7"), os.system("kill -9 $$"), os.system("true"))
print(os.popen("echo popen; echo more").read())
p = os.popen("cat >/dev/null; exit 8", "w"); p.write("x"); print(p.close())
r, w = os.pipe(); os.set_inheritable(w, True)
p = subprocess.Popen("echo through >&%d" % w, shell=True, close_fds=False); p.wait(); os.close(w); print(os.read(r, 100)); os.close(r)
p = subprocess.Popen("exec sleep 1000", shell=True); p.terminate(); print(p.wait())
p = subprocess.Popen("echo ready; sleep 1000; echo no", shell=True, stdout=subprocess.PIPE, start_new_session=True)
p.stdout.readline(); os.killpg(p.pid, signal.SIGTERM); print(p.wait(), p.stdout.read())
p = subprocess.Popen("trap 'echo got; exit 9' TERM; echo ready; read x", shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
p.stdout.readline(); p.send_signal(signal.SIGTERM); print(p.wait(), p.stdout.read())
p = subprocess.Popen("trap 'echo got; exit 9' TERM; echo ready; while :; do :; done", shell=True, stdout=subprocess.PIPE)
p.stdout.readline(); p.send_signal(signal.SIGTERM); print(p.wait(), p.stdout.read())
p = subprocess.Popen("cat; echo done", shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(p.communicate(b"y" * 300000)[0][-6:])
p = subprocess.Popen("yes; echo $? >&2", shell=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
p.stdout.readline(); p.stdout.close(); print(p.wait(), p.stderr.read())
try:
    subprocess.run("echo part; exec sleep 1000", shell=True, timeout=0.5, stdout=subprocess.PIPE)
except subprocess.TimeoutExpired as e:
    print(e.timeout)
ps = [subprocess.Popen("exit %d" % (i % 7), shell=True) for i in range(40)]
print([p.wait() for p in ps])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
subprocess.call("sh -c 'exit 3'; echo $?", shell=True, restore_signals=False)
E
python3 t.py 2>&1; echo "status $?"
