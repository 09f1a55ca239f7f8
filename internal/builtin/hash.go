package builtin

import (
	"fmt"
	"strings"

	"gpipe/internal/completion"
	"gpipe/internal/interp"
	"gpipe/internal/state"
)

func hash() *interp.Builtin {
	return &interp.Builtin{
		Name: "hash", Completes: completion.Command, Usage: "[-lr] [-p file] [-dt] [name...]",
		Doc: "List the remembered places of commands, or look the named ones up and remember where they are.\n" +
			"-r  forget all places    -d  forget those of the names\n" +
			"-p  remember the file as the place of the names\n" +
			"-t  print the places of the names    -l  in a form that can be read in again",
		Run: runHash,
	}
}

// hashCommand is what the options of one call say.
type hashCommand struct {
	sh                   *interp.Shell
	reset, drop          bool
	tell, asCommands, as bool
	file                 string
}

func runHash(sh *interp.Shell, args []string) (int, interp.Flow) {
	h := hashCommand{sh: sh}
	g := optionReader{args: args[1:], letters: "rdtlp:"}
	if why := g.each(h.set); why != "" {
		sh.Report("hash: " + why)
		return 2, interp.Next
	}
	return h.run(g.args), interp.Next
}

func (h *hashCommand) set(letter byte, value string) (why string) {
	switch letter {
	case 'r':
		h.reset = true
	case 'd':
		h.drop = true
	case 't':
		h.tell = true
	case 'l':
		h.asCommands = true
	case 'p':
		h.as, h.file = true, value
	}
	return ""
}

func (h *hashCommand) run(names []string) (status int) {
	if h.reset {
		h.sh.Hash().Forget()
	}
	switch {
	case len(names) > 0:
		for _, name := range names {
			if why := h.one(name, len(names) > 1); why != "" {
				h.sh.Report("hash: " + why)
				status = 1
			}
		}
		return status
	case h.tell:
		h.sh.Report("hash: -t: a name is needed")
		return 1
	case !h.reset:
		h.list()
	}
	return 0
}

// one does what the options say with one name.
func (h *hashCommand) one(name string, several bool) (why string) {
	notFound := interp.Quote(name) + ": not found"
	switch {
	case h.tell:
		path, ok := h.sh.Hash().Get(name)
		if !ok {
			return notFound
		}
		h.print(state.HashedFile{Name: name, Path: path}, several)
	case h.drop:
		if !h.sh.Hash().Remove(name) {
			return notFound
		}
	case h.as:
		if err := h.sh.Hash().Set(strings.Clone(name), h.file); err != nil {
			return interp.Quote(h.file) + ": " + interp.Cause(err)
		}
	case strings.Contains(name, "/"):
	default:
		if c, _ := h.sh.Search().Resolve(name, false); c.Kind != interp.KindFile {
			return ""
		}
		if err := h.sh.Hash().Add(name); err != nil {
			return interp.Quote(name) + ": " + notFoundCause(err)
		}
	}
	return ""
}

// print is -t for one command.
func (h *hashCommand) print(f state.HashedFile, several bool) {
	switch {
	case h.asCommands:
		h.sh.Out().WriteString("builtin hash -p " + interp.QuoteWord(f.Path) + " " + interp.QuoteWord(f.Name) + "\n")
	case several:
		h.sh.Out().WriteString(f.Name + "\t" + f.Path + "\n")
	default:
		h.sh.Out().WriteString(f.Path + "\n")
	}
}

// list prints all remembered places; in POSIX mode the files alone.
func (h *hashCommand) list() {
	files := h.sh.Hash().Files()
	inPosix := posix(h.sh)
	switch {
	case h.asCommands:
		for _, f := range files {
			h.print(f, false)
		}
		return
	case len(files) == 0 && !inPosix:
		h.sh.Out().WriteString("hash: hash table empty\n")
		return
	case !inPosix:
		h.sh.Out().WriteString("hits\tcommand\n")
	}
	for _, f := range files {
		if inPosix {
			h.sh.Out().WriteString(interp.Quote(f.Path) + "\n")
		} else {
			h.sh.Out().WriteString(fmt.Sprintf("%4d\t%s\n", f.Hits, interp.Quote(f.Path)))
		}
	}
}
