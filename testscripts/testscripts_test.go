// Package testscripts holds the behaviour tests of the gpipe binary: one
// txtar archive for each behaviour, named area_behaviour.txtar.
//
// Beside the commands of testscript itself the scripts have these:
//
//	same [-posix] [-status=N] [-stderr] [-stdin=FILE | -pipe=FILE | -tty] [-except=SHELL:REASON]... SNIPPET [ARG...]
//	same [the same options] -argv=NAME [ARG...]
//	status [-stdin=FILE | -pipe=FILE] N PROGRAM [ARG...]
//
// `same swap.sh` runs the snippet with gpipe, dash and bash, each in a fresh
// copy of the archive's files, and demands of all three the standard output
// that the archive holds as swap.out (no such file: no output) and the exit
// status N (default 0). With -argv=NAME the shells get the arguments as they
// stand, and the expected output is NAME.out. An option
// -except=dash:'no PIPESTATUS' records that a shell differs, and why; gpipe
// can't be excepted. gpipe must not write to standard error unless -stderr is
// given: the script then looks at the messages with `stderr`. (`stdout` and
// `stderr` apply to what gpipe wrote.) The directory that a snippet runs in
// is written $DIR in recorded output.
//
// With -posix gpipe and bash are in their POSIX modes.
//
// With -tty the standard input is a new terminal, which is the controlling one.
//
// `status 2 gpipe -Z` runs a program and demands its exit status.
//
// The condition [mount] says that a file system can be mounted in a namespace,
// [ids] that beside that a process may have effective ids that are not its own.
// The condition [entryhook] says that gpipe was linked with the entry hook of
// internal/sys, by which it knows more of how it was started.
//
// The condition [race] says that gpipe is built with the race detector, and so
// with a C library.
// The condition [emulated] says that gpipe runs under an emulator of programs.
// The condition [namespace] says that a process can be process 1 of a namespace.
// The condition [make] says that there is a make(1), and that it can start
// programs: some C libraries need clone3 for that.
// The condition [seccomp] says that `refuse ENOSYS:clone3 PROGRAM [ARG...]` runs
// a program to which the kernel refuses system calls.
//
// After each of these no process may be left of those it started.
//
// A shell that is not installed is left out, with a message in the log.
//
// The command `portable` says of an archive that any shell of POSIX should pass it.
//
// Flags: -shell runs the portable archives with another shell in place of gpipe, as
// `make testscripts SHELL_UNDER_TEST=dash` does; -reference leaves gpipe out and checks the records against the other
// shells; -record writes the output the other shells agree on into the
// archives; -alone runs no other shell; -binary tests an installed gpipe instead of a freshly built one, and
// -emulated says that it is for another machine, and runs under an emulator.
package testscripts

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/rogpeppe/go-internal/txtar"
)

var (
	flagReference = flag.Bool("reference", false, "check the recorded outputs against the other shells only")
	flagRecord    = flag.Bool("record", false, "write what the other shells agree on into the archives")
	flagAlone     = flag.Bool("alone", false, "compare gpipe with the recorded outputs only, and run no other shell")
	flagShell     = flag.String("shell", "", "run what is portable with this `shell` in place of gpipe")
	flagEmulated  = flag.Bool("emulated", false, "the file to test runs under an emulator")
	flagBinary    = flag.String("binary", "", "test this `file` instead of building gpipe")
)

func TestScripts(t *testing.T) {
	keepDescriptors()
	bin := t.TempDir()
	s := &suite{
		reference: *flagReference || *flagRecord || *flagShell != "", record: *flagRecord,
		references: []string{"dash", "bash"}, portable: *flagShell != "",
	}
	switch {
	case s.portable:
		s.references = []string{*flagShell}
	case *flagAlone || testing.Short():
		s.references = nil
	}
	if !s.reference {
		install(t, filepath.Join(bin, "gpipe"), *flagBinary)
	}
	installRefuse(t, bin)
	testscript.Run(t, testscript.Params{
		Dir:                s.scripts(t),
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Vars = environment(bin)
			env.Values[environmentKey{}] = env.Vars
			return nil
		},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "entryhook":
				return entryHook(), nil
			case "emulated":
				return *flagEmulated, nil
			case "race":
				return raceDetector, nil
			case "make":
				return makeWorks(), nil
			case "namespace":
				return exec.Command("unshare", "--fork", "--pid", "--mount-proc", "true").Run() == nil, nil
			case "seccomp":
				return exec.Command(filepath.Join(bin, "refuse"), "ENOSYS:clone3", "true").Run() == nil, nil
			case "mount":
				return exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt").Run() == nil, nil
			case "ids":
				const try = "mount -t tmpfs none /mnt && setpriv --ruid 65534 true"
				return exec.Command("unshare", "-m", "sh", "-c", try).Run() == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"portable": func(*testscript.TestScript, bool, []string) {},
			"same":     s.same,
			"status":   s.status,
		},
	})
}

// scripts returns the directory of the scripts. When gpipe is left out these
// are copies without the lines that need it.
func (s *suite) scripts(t *testing.T) string {
	if !s.reference {
		return "."
	}
	names, err := filepath.Glob("*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if s.portable && !strings.Contains("\n"+string(archive.Comment), "\nportable\n") {
			continue
		}
		var kept []string
		for line := range strings.Lines(string(archive.Comment)) {
			word, _, _ := strings.Cut(line, " ")
			switch word {
			case "status", "stdout", "stderr", "cmp", "!":
			default:
				kept = append(kept, line)
			}
		}
		archive.Comment = []byte(strings.Join(kept, ""))
		if err := os.WriteFile(filepath.Join(dir, name), txtar.Format(archive), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// keepDescriptors keeps to itself what this process inherited, so that the
// shells start with 0, 1 and 2 only.
func keepDescriptors() {
	for fd := 3; fd < 1024; fd++ {
		syscall.CloseOnExec(fd)
	}
}

// environmentKey is the key of a script's environment in its values.
type environmentKey struct{}

// environment returns what every shell under test is started with, and
// nothing of the environment the tests were started with.
func environment(bin string) []string {
	env := []string{
		"PATH=" + bin + string(os.PathListSeparator) + os.Getenv("PATH"),
		"HOME=/home/user",
		"LC_ALL=C.UTF-8",
		"GORACE=halt_on_error=1 exitcode=66 atexit_sleep_ms=0",
	}
	if slice, ok := os.LookupEnv("G_SLICE"); ok {
		env = append(env, "G_SLICE="+slice) // of the emulator: see .ci/emulated
	}
	return env
}

func makeWorks() bool {
	cmd := exec.Command("make", "-s", "-f", "-")
	cmd.Stdin = strings.NewReader("all:\n\ttrue\n")
	return cmd.Run() == nil
}
