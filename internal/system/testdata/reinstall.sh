# needs: apt-get dpkg-reconfigure
# fetch: deb tzdata ca-certificates cron man-db openssh-client debianutils mawk adduser
# ignore: var/log/* var/cache/* var/lib/apt/* etc/ssl/certs/java/*
# Packages of the distribution with scripts of some size, again from the start.
export DEBIAN_FRONTEND=noninteractive
apt-get install -y --reinstall --no-download -o Debug::NoLocking=1 ./fetched/*.deb 2>&1 | sed -e '/^Get:/d' -e '/^Fetched/d' -e '/^(Reading/d' -e '/^Need to get/d' -e '/^Selecting/d'
echo "status ${PIPESTATUS[0]}"
for p in tzdata ca-certificates cron man-db openssh-client debianutils mawk; do
	echo "# $p"; dpkg-reconfigure -f noninteractive $p 2>&1 | grep -v -e 'Current default time' -e 'Local time is' -e 'Universal Time'; echo "status $?"
done
update-ca-certificates --fresh 2>&1; echo "status $?"
dpkg --audit; dpkg --verify tzdata ca-certificates debianutils
adduser --system --group --quiet gpipe-system-user 2>&1; id gpipe-system-user; deluser --quiet gpipe-system-user 2>&1
sed -i '/gpipe-system-user/d' /etc/passwd- /etc/shadow- /etc/group- 2>/dev/null; rm -f fetched/*
