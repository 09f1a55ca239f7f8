# needs: su
# What a login makes of /etc/profile, its fragments and ~/.profile.
printf 'echo "fragment $0 $#"; export FRAGMENT=yes; unset x; for x in a b; do :; done; FRAG_X=$x\n' >/etc/profile.d/zz-test.sh
cat >"$HOME/.profile" <<'E'
echo "profile $FRAGMENT $FRAG_X"
if [ -n "${BASH_VERSION-}" ]; then echo bash; fi
PATH="$HOME/bin:$PATH"
mesg n 2>/dev/null || true
umask 027
greet() { echo "hello $1"; }
E
echo '# login shells'
env -i HOME="$HOME" sh -l -c 'echo "$PATH"; umask; greet you; echo "$FRAGMENT"; echo $0' 2>&1
env -i HOME="$HOME" sh -lc 'echo "$- $#" | tr -cd "0-9 "; echo "$1"' zero one 2>&1
echo 'echo "$PATH"; echo end; exit 3' | env -i HOME="$HOME" bash -c 'exec -a -sh sh' 2>&1; echo "status $?"
(cd / && echo pwd | env -i HOME="$HOME" bash -c 'exec -a -sh /bin/sh -s a b' 2>&1)
env -i sh -c '. /etc/profile; echo "$PATH"; echo "${PS4}"' 2>&1
env -i ENV=/etc/nosuch sh -c 'echo no start-up file'
echo '# su'
su - -s /bin/sh root -c 'echo "$HOME $LOGNAME $SHELL"; echo "$PATH"; exit 4' 2>&1; echo "status $?"
su -s /bin/sh nobody -c 'id -un; echo "$#"; echo "$1"' -- x y 2>&1; echo "status $?"
su -s /bin/sh nobody -c 'cd / && ls -d usr | cat; : >/gpipe-system/no' 2>/dev/null; echo "status $?"
runuser -u nobody -- sh -c 'id -un; ulimit -n >/dev/null; kill -TERM $$' 2>&1; echo "status $?"
echo 'echo "from input $LOGNAME"' | su - -s /bin/sh root 2>&1
sudo -n sh -c 'echo sudo' 2>/dev/null
for f in /etc/profile /etc/profile.d/*.sh /etc/init.d/* /etc/X11/Xsession /etc/X11/Xsession.d/* /etc/default/* /usr/share/debconf/confmodule /lib/lsb/init-functions; do
	test -f "$f" && { sh -n "$f" 2>&1 && echo "$f"; }
done | sort
echo '# services'
for s in /etc/init.d/*; do
	test -x "$s" || continue
	echo "# $s"; timeout 20 "$s" nosuch-action </dev/null 2>&1; echo "status $?"; timeout 20 "$s" status </dev/null 2>&1; echo "status $?"
done
