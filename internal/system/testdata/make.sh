# needs: make
# Make hands its recipes to sh, one line at a time.
cat >Makefile <<'E'
SHELLED := $(shell echo from shell; echo two lines)
FAILED := $(shell exit 3)$(.SHELLSTATUS)
V != echo assigned | tr a-z A-Z
export EXPORTED = an exported value
all: simple multi quoted fail-ignored loop env here each one sub jobs
simple:
	echo one; echo two
	@echo "$(SHELLED) $(FAILED) $(V)"
	@cd / && pwd; umask
multi:
	@for i in 1 2 3; do \
		if [ $$i = 2 ]; then continue; fi; \
		echo "i is $$i"; \
	done
	@echo a \
	b   'c \
	d' "e \
	f"
quoted:
	@echo 'single $$HOME' "double $$((1+2))" \$$x `echo back` # comment
	@printf '%s\n' 'it'\''s' "a\\b" a\ b
fail-ignored:
	-false
	-@exit 3
	-@kill -TERM $$$$
	-@nosuch-command 2>/dev/null
	@true || false; ! false
loop:
	@set -e; for d in x y; do mkdir -p $$d; (cd $$d && echo "in $$d" >made); done; cat x/made y/made
env:
	@echo "$$EXPORTED $$MAKELEVEL $${MAKEFLAGS+flags}"
here:
	@printf 'cat <<E\n$$((1+1)) %s\nE\n' text >h.txt; . ./h.txt
each: $(addprefix o/,$(shell seq 30))
	@cat $^ | sort -n | md5sum
o/%:
	@mkdir -p o; echo $* | sed 's/$$/ made/' >$@
.ONESHELL: one
one:
	@x=1
	y=$$((x+1))
	echo "$$x $$y"
	cat <<END
	in a document
	END
sub:
	@$(MAKE) --no-print-directory -f sub.mk MSG="a 'b' c"
jobs:
	@+$(MAKE) --no-print-directory -j4 -f sub.mk many | sort
failing:
	@echo before; false; echo still
	@echo second; exit 7
	@echo never
killed:
	@kill -KILL $$$$
notfound:
	@nosuch-command-x 2>/dev/null
.DELETE_ON_ERROR:
half:
	@echo partial >half; exit 1
E
cat >sub.mk <<'E'
MSG ?= none
all: ; @echo "sub $(MSG)"; printf '%s\n' "$(MAKELEVEL)"
many: $(addprefix t,$(shell seq 40))
t%: ; @x=$$(echo $* | tr 0-9 a-j); echo "$@ $$x" && test -n "$$x"
E
# .ONESHELL holds for the whole file: once with it, once without.
make -k 2>&1; echo "status $?"
sed -i '/^.ONESHELL/d; /^one:/,/^sub:/{/^sub:/!d}; s/ one sub/ sub/' Makefile
make -k 2>&1; echo "status $?"
for t in failing killed notfound half; do make $t 2>&1 | sed 's/ (core dumped)//'; echo "status ${PIPESTATUS[0]}"; done
rm -rf o; make -j4 each 2>&1; make -n multi; make -s SHELL=/bin/sh .SHELLFLAGS='-ec' failing 2>&1; echo "status $?"
make -f - <<<'all: ; @read x || echo "no input"; test -t 0 || echo "no terminal"' 2>&1
