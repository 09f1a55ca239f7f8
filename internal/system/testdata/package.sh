# needs: dpkg-deb dpkg-reconfigure debconf
# ignore: var/log/* var/cache/debconf/* var/cache/ldconfig/* var/cache/man/*
# A package with every maintainer script, installed, upgraded, reconfigured,
# broken, removed and purged.
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true
build() { # version
	rm -rf root; mkdir -p root/DEBIAN root/etc/gpipe-system root/usr/bin
	cat >root/DEBIAN/control <<E
Package: gpipe-system-package
Version: $1
Architecture: all
Maintainer: Nobody <nobody@example.com>
Depends: debconf
Description: maintainer scripts
E
	echo "setting=$1" >root/etc/gpipe-system/conf; echo /etc/gpipe-system/conf >root/DEBIAN/conffiles
	printf '#!/bin/sh\necho "version %s"\n' "$1" >root/usr/bin/gpipe-system-tool; chmod +x root/usr/bin/gpipe-system-tool
	for s in preinst prerm postrm; do
		cat >root/DEBIAN/$s <<E
#!/bin/sh
set -e
echo "$s $1: \$*" | tee -a /gpipe-system/log >&2
case \$1 in
	install|upgrade|remove|purge) echo "  \${DPKG_MAINTSCRIPT_NAME} \${DPKG_MAINTSCRIPT_PACKAGE}" >&2 ;;
	*) echo "  other" >&2 ;;
esac
dpkg-maintscript-helper rm_conffile /etc/gpipe-system/old 1.5~ gpipe-system-package -- "\$@"
#DEBHELPER#
E
	done
	sed -i 's/^dpkg-maint.*/if [ "$1" = purge ]; then . \/usr\/share\/debconf\/confmodule; db_purge; rm -f \/etc\/gpipe-system.answers; fi/' root/DEBIAN/postrm
	cat >root/DEBIAN/templates <<'E'
Template: gpipe-system/question
Type: string
Default: 42
Description: A question
 With a long text.

Template: gpipe-system/sure
Type: boolean
Default: false
Description: Sure?
E
	cat >root/DEBIAN/config <<'E'
#!/bin/sh
set -e
. /usr/share/debconf/confmodule
db_version 2.0
db_input medium gpipe-system/question || true
db_input high gpipe-system/sure || [ $? -eq 30 ]
db_go || true
db_get gpipe-system/sure
if [ "$RET" = true ]; then db_set gpipe-system/question "sure, \"quoted\" \$x"; fi
E
	cat >root/DEBIAN/postinst <<'E'
#!/bin/sh
set -e
. /usr/share/debconf/confmodule
db_get gpipe-system/question; answer=$RET
db_get gpipe-system/sure && sure=$RET
umask 022
{
	echo "answer=$answer"
	echo "sure=$sure"
	[ "$1" != configure ] || echo "old=${2:-none}"
} >/etc/gpipe-system.answers
db_stop
echo "postinst: $*"
update-alternatives --install /usr/bin/gpipe-system-alt gpipe-system-alt /usr/bin/gpipe-system-tool 10
if [ -e /gpipe-system/break ]; then exit 3; fi
exit 0
E
	chmod 755 root/DEBIAN/{preinst,prerm,postrm,config,postinst}
	chmod -R go-w root; dpkg-deb --root-owner-group -b root "$1.deb" >/dev/null
}
build 1.0; build 2.0
show() { echo "status $?"; dpkg-query -W -f '${Status} ${Version} ${Conffiles}\n' gpipe-system-package 2>&1; cat /etc/gpipe-system.answers 2>&1; }
dpkg -i 1.0.deb 2>&1 | grep -v '^(Reading'; show
gpipe-system-tool; gpipe-system-alt
dpkg -i 1.0.deb 2>&1 | grep -v '^(Reading'; show
echo 'gpipe-system-package gpipe-system/sure boolean true' | debconf-set-selections
dpkg-reconfigure -f noninteractive gpipe-system-package 2>&1; show
echo changed >>/etc/gpipe-system/conf
dpkg -i --force-confold 2.0.deb 2>&1 | grep -v '^(Reading'; show
touch break; dpkg -i 1.0.deb 2>&1 | grep -v '^(Reading'; show
rm break; dpkg --configure -a 2>&1; show
command -v apt-get >/dev/null && { apt-get install -y --reinstall ./1.0.deb 2>&1 | grep '^p'; show; }
dpkg -r gpipe-system-package 2>&1 | grep -v '^(Reading'; show
dpkg -P gpipe-system-package 2>&1; show
dpkg-trigger --by-package=dpkg ldconfig 2>&1; dpkg --audit
rm -f *.deb
