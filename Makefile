# gpipe: everything here needs Go and make, unless a target says otherwise.

# make module PATH=host/owner/gpipe: that is no list of directories with programs. The
# list is what make itself was started with, which a shell of a newer make is not told.
ifneq ($(filter module,$(MAKECMDGOALS)),)
ifeq ($(origin PATH),command line)
MODULE_PATH := $(PATH)
override PATH := $(shell if [ "$$PATH" != '$(MODULE_PATH)' ]; then echo "$$PATH"; else \
	PATH=/usr/bin:/bin; tr '\0' '\n' </proc/$$PPID/environ | sed -n 's/^PATH=//p'; fi)
endif
endif
MODULE_PATH ?=

GO          ?= $(or $(shell command -v go),/usr/local/go/bin/go)
STATICCHECK ?= honnef.co/go/tools/cmd/staticcheck@v0.8.2
PREFIX      ?= /usr/local
DESTDIR     ?=
TIME        ?= 30s
N           ?= 10000
SEED        ?= 1
SCENARIOS   ?=
SHELL_UNDER_TEST ?=
BASH        ?=
KIND        ?= $(if $(BASH),bash,plain)
FETCH       ?= -fetch
DIR         ?= /usr /etc
STRIDE      ?= 1
TARGETS     ?=
ROUNDS      ?= 100000
POPENS      ?= 10000
PKGS        ?= ./...

# The binary is static, and cgo costs it a millisecond of start-up.
export CGO_ENABLED = 0

# Where there is one, the entry hook sees what the Go runtime then hides: which
# signals were ignored at the start, and which of 0, 1 and 2 were closed.
HOOKED  := linux/amd64 linux/arm64
TARGET  := $(shell $(GO) env GOOS)/$(shell $(GO) env GOARCH)
LDFLAGS := -s -w $(if $(filter $(TARGET),$(HOOKED)),-E=gpipe_entry)

.PHONY: api build check test test-long testscripts test-seccomp test-arm64 test-system race lint format staticcheck have-staticcheck cross bench profile differential parse-corpus faults soak soak-ipc cover fuzz pictures dist module install clean

build:
	$(GO) build -trimpath -ldflags "$(LDFLAGS)" -o bin/gpipe ./cmd/gpipe

# For the edit loop: without other shells, and little of what is random.
check:
	$(GO) test -short $(PKGS)

test:
	$(GO) vet $(PKGS)
	$(GO) test $(PKGS)

# The deep and the random ones, too.
test-long:
	GPIPE_TESTS=long $(GO) test -timeout 30m $(PKGS)

# What any shell of POSIX should pass, with another shell than gpipe.
testscripts:
	$(GO) test -count=1 ./testscripts -run '^TestScripts$$' $(if $(SHELL_UNDER_TEST),-shell $(SHELL_UNDER_TEST))

# What the kernel may refuse has a second way: the behaviour tests where it
# refuses the calls by which processes are started, as with an old kernel and as
# with the sandbox of a container.
test-seccomp:
	$(GO) build -o bin/refuse ./internal/refuse/cmd
	for errno in ENOSYS EPERM; do \
		$(GO) test -count=1 -exec "$(CURDIR)/bin/refuse $$errno:clone3,close_range" ./testscripts -run TestScripts -alone || exit 1; \
	done

# The same on arm64, under an emulator if need be: it has no clone3 either, so
# this proves the second way, too. Tests of what the emulator has otherwise are
# left out.
test-arm64:
	GOARCH=arm64 $(GO) build -trimpath -ldflags "-s -w -E=gpipe_entry" -o bin/gpipe-arm64 ./cmd/gpipe
	.ci/emulated env GOARCH=arm64 $(GO) test -short -timeout 30m ./internal/sys ./internal/pipeline ./popen
	.ci/emulated $(GO) test -timeout 60m ./testscripts -run TestScripts -alone -binary $(CURDIR)/bin/gpipe-arm64 -emulated

# As root: what calls /bin/sh, with gpipe in its place: packages, configure, make,
# git, cron, logins, other languages. Nothing of the machine is changed. Without
# FETCH nothing is fetched, and what needs that is left out.
test-system: build
	$(GO) run ./internal/system/cmd -gpipe bin/gpipe $(FETCH) $(SCENARIOS)

# The race detector needs cgo and a C compiler.
race:
	CGO_ENABLED=1 $(GO) test -race -timeout 30m $(PKGS)

lint: format staticcheck

format:
	@unformatted=$$($(dir $(GO))gofmt -l .) && test -z "$$unformatted" || \
		{ echo "gofmt needed:"; echo "$$unformatted"; exit 1; }
	$(GO) vet $(PKGS)

staticcheck:
	$(GO) run $(STATICCHECK) $(PKGS)

# Tells whether staticcheck is here or can be fetched.
have-staticcheck:
	@$(GO) run $(STATICCHECK) -version >/dev/null

# Linux on amd64 and arm64 is first class; the others build with plain
# fall-backs for what only Linux has. For Windows programs that import the packages
# compile.
cross:
	for target in linux/amd64 linux/arm64 linux/arm darwin/amd64 darwin/arm64 freebsd/amd64 netbsd/amd64 openbsd/amd64; do \
		echo "$$target"; \
		GOOS=$${target%/*} GOARCH=$${target#*/} $(GO) build $(PKGS) && \
		GOOS=$${target%/*} GOARCH=$${target#*/} $(GO) vet $(PKGS) || exit 1; \
	done
	GOOS=windows GOARCH=amd64 $(GO) vet ./internal/api/program

# What follows from the declarations of the public packages: their faces, and what
# Windows has of them. The lists in testdata/api are written last.
api:
	$(GO) run ./internal/api
	$(GO) test -run '^TestPublicAPI$$' . -api

# Ratios against the other shells on this machine; BENCH selects rows by name.
bench: build
	$(GO) run ./bench -gpipe bin/gpipe $(BENCH)

# The profile by which the compiler optimizes gpipe: to be made anew when the
# inner loops have changed much.
profile:
	$(GO) run -trimpath ./bench -profile cmd/gpipe/default.pgo

# Random scripts, N from SEED on, run by gpipe and the other shells: shows what
# gpipe does and dash and bash agree not to. KIND is plain or quotes; refused,
# process1 or limits: where some system calls are refused, as process 1, under
# limits; or signals: those that come while the shell waits. With BASH=1 the scripts
# are in the language of bash, and gpipe, started as bash, is compared with that.
differential: build
	$(GO) build -o bin/refuse ./internal/refuse/cmd
	$(GO) build -o bin/poke ./internal/differential/poke
	$(GO) run ./internal/differential/cmd -gpipe bin/gpipe -n $(N) -seed $(SEED) -kind $(KIND) \
		-refuse $(CURDIR)/bin/refuse -poke $(CURDIR)/bin/poke

# Which scripts below DIR are valid programs to gpipe, dash and bash: shows what
# gpipe refuses and they do not.
parse-corpus: build
	$(GO) run ./internal/differential/corpus -gpipe bin/gpipe $(DIR)

# Makes the system calls fail, one after the other, that a set of scripts makes;
# STRIDE 10 is every tenth of them; then runs the scripts in a sandbox, under limits
# and as process 1. The fault points are in this build only.
faults:
	$(GO) build -tags faults -ldflags "$(LDFLAGS)" -o bin/gpipe-faults ./cmd/gpipe
	$(GO) build -o bin/refuse ./internal/refuse/cmd
	$(GO) run ./internal/faults/cmd -gpipe bin/gpipe-faults -refuse $(CURDIR)/bin/refuse -stride $(STRIDE)

# Processes that are killed again and again while they share memory, for TIME.
soak-ipc:
	$(GO) test -count=1 -v -run '^TestSoak$$' -timeout 24h ./ipc -soak $(TIME)

# What very many pipelines, background jobs and streams leave behind.
soak: build
	$(GO) run ./internal/soak/cmd -gpipe bin/gpipe -n $(ROUNDS) -popens $(POPENS)

cover:
	$(GO) test -coverprofile=cover.out -coverpkg=./... $(PKGS)
	$(GO) tool cover -func=cover.out | tail -n 1

# Runs every Fuzz target of every package, one after the other, TIME each.
fuzz:
	@$(GO) list $(PKGS) | while read -r pkg; do \
		targets=$$($(GO) test -list '^Fuzz' "$$pkg") || exit 1; \
		for target in $$(echo "$$targets" | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(TIME) -fuzzminimizetime 5s "$$pkg" || exit 1; \
		done; \
	done

# The pictures of the README, of a pipeline that is run for them.
pictures: build
	$(GO) run ./internal/picture

# What a release has, in dist/: tarballs, packages of Linux, checksums. The same commit
# gives the same bytes. TARGETS chooses.
dist:
	$(GO) run ./internal/dist $(TARGETS)

# Gives the module another path, everywhere: make module PATH=host/owner/gpipe.
module:
	$(if $(MODULE_PATH),,$(error make module PATH=host/owner/gpipe))
	@$(GO) run ./internal/rename '$(MODULE_PATH)'

install: build
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	install -m 755 bin/gpipe $(DESTDIR)$(PREFIX)/bin/gpipe
	install -m 644 docs/gpipe.1 $(DESTDIR)$(PREFIX)/share/man/man1/gpipe.1
	install -m 644 completions/gpipe.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/gpipe
	install -m 644 completions/_gpipe $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_gpipe
	install -m 644 completions/gpipe.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/gpipe.fish

clean:
	rm -rf bin dist cover.out
