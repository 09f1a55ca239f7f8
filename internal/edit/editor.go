// Package edit is a line editor that touches no terminal: keys go in, and
// frames come out, which say what the screen is to look like. Painter turns a
// frame into the least that must be written to get there from the one before.
// Nothing is ever asked of the terminal, so no answer is waited for, and none
// gets mixed with what is typed.
//
// The caller reads the terminal, and feeds what comes to a Decoder; hands each
// Key to Editor.Key; acts on the Outcome; and when there are no more keys paints
// Editor.Frame. Whatever needs the shell or the system (prompts, completions,
// colors, whether a command is complete) is given to the Editor as a value or as
// a function.
package edit

import (
	"strings"
	"time"

	"gpipe/internal/past"
)

// Outcome is what the caller is to do after a key.
type Outcome uint8

// The outcomes.
const (
	More           Outcome = iota // there is nothing to do but to paint and to read on
	Accept                        // run Text; Start comes next
	EOF                           // there is no more input
	Interrupted                   // ^C: what was typed is given up; Start comes next
	WantCompletion                // find candidates for Request, and hand them to Complete
	RunShell                      // run ShellCommand, which may look at Text and Point, and SetText
	EditCommand                   // have Text changed in an editor, then run it
	Clear                         // clear the screen
	Expand                        // expand words like !! in Text, and SetText
	ExpandLine                    // expand all of Text as the shell does, and SetText
	Redraw                        // paint the frame anew: something else has been written there
)

// Config is what an Editor is given by the shell.
type Config struct {
	History  *past.List
	Bindings *Bindings
	// Incomplete tells whether a command goes on in another line. Without it
	// each line is a command.
	Incomplete func(text string) bool
	// Highlight gives the styles of the parts of a text, in order. It stops when
	// the time is over, and returns what it has.
	Highlight func(text string, within time.Duration) []Span
	// NoSuggestions turns off suggestions from history.
	NoSuggestions bool
}

// HighlightTime is how long Config.Highlight may take for one key.
const HighlightTime = 500 * time.Microsecond

// Span is a part of a text with a style.
type Span struct {
	Start, End int
	Style      Style
}

// Editor edits one line after the other, of which each may be a command of
// several lines.
type Editor struct {
	config   Config
	bindings *Bindings
	hist     *past.List
	commands map[string]func(*Editor, int)

	prompt, more Prompt // of the first line, and of the others
	line
	undo    undoList
	kills   killRing
	history historyPlace
	search  *search
	menu    *menu
	vi      viState
	shown   decoration

	input   input
	outcome Outcome
	shell   string
	// shellArgument is what was typed before the keys of it.
	shellArgument argument
	request       Request
	argument      argument
	last          kind // of the command before
	now           kind // of the one that runs
	bell          bool
	columns       int
	rows          int
	rooms         [2]room
	frames        uint
}

// line is the text that is edited.
type line struct {
	text      string
	point     int // where the cursor is, in bytes
	mark      int
	overwrite bool
}

// kind tells what commands do, where that matters for the one after it.
type kind uint8

const (
	plainKind kind = iota
	insertKind
	pasteKind
	killKind
	yankKind
	lastArgKind
	historyKind
	completeKind
)

// New returns an Editor. Start must be called before the first key.
func New(c Config) *Editor {
	if c.History == nil {
		c.History = new(past.List)
	}
	if c.Bindings == nil {
		c.Bindings = NewBindings()
	}
	e := &Editor{config: c, bindings: c.Bindings, hist: c.History, columns: 80, rows: 24}
	e.commands = make(map[string]func(*Editor, int))
	for _, c := range commandTable() {
		e.commands[c.name] = c.run
	}
	return e
}

// Resize tells the size of the terminal. What is not known is taken for 80 and
// 24.
func (e *Editor) Resize(columns, rows int) {
	if columns <= 0 {
		columns = 80
	}
	if rows <= 0 {
		rows = 24
	}
	e.columns, e.rows = columns, rows
}

// Start begins a line. Keys that a macro has left are taken by Resume.
func (e *Editor) Start(prompt, more Prompt) {
	e.prompt, e.more = prompt, more
	e.line = line{}
	e.undo = undoList{}
	e.search, e.menu = nil, nil
	e.argument = argument{}
	e.last, e.now = plainKind, plainKind
	e.shown = decoration{searched: e.shown.searched}
	e.vi.start(e.bindings.Vi())
	e.input.forget()
	if cap(e.rooms[0].cells) > mostRoom {
		e.rooms = [2]room{}
	}
	e.startHistory()
}

// mostRoom is how many cells the frames of a line may have had for the next one
// to use the memory.
const mostRoom = 1 << 14

// SetPrompt changes the prompts of the line that is edited.
func (e *Editor) SetPrompt(prompt, more Prompt) { e.prompt, e.more = prompt, more }

// Text is what has been typed.
func (e *Editor) Text() string { return e.text }

// Point is where the cursor is, in bytes.
func (e *Editor) Point() int { return e.point }

// SetText replaces what has been typed. A place in the midst of a character is
// moved to its beginning.
func (e *Editor) SetText(text string, point int) {
	if text != e.text {
		e.replace(0, len(e.text), text)
	}
	e.point = 0
	point = min(max(point, 0), len(text))
	for e.point < point && e.next(e.point) <= point {
		e.point = e.next(e.point)
	}
}

// Mark is the mark, in bytes; SetMark sets it.
func (e *Editor) Mark() int { return min(e.mark, len(e.text)) }

// SetMark sets the mark.
func (e *Editor) SetMark(mark int) { e.mark = min(max(mark, 0), len(e.text)) }

// ShellCommand is what RunShell is to run, and the number that was typed before its
// keys, if one was.
func (e *Editor) ShellCommand() (command string, argument int, given bool) {
	return e.shell, e.shellArgument.value(), e.shellArgument.given
}

// ring asks for the bell.
func (e *Editor) ring() { e.bell = true }

// Final makes the editor ready for the last frame of a line: without menu and
// suggestion, and with the cursor at the end.
func (e *Editor) Final() {
	e.search, e.menu = nil, nil
	e.shown.final = true
	e.point = len(e.text)
}

// acceptLine ends the line, or begins another one if the command is not
// complete.
func (e *Editor) acceptLine(int) {
	if e.config.Incomplete != nil && e.config.Incomplete(e.text) {
		e.point = len(e.text)
		e.insert("\n")
		return
	}
	e.outcome = Accept
}

func (e *Editor) insertNewline(n int) { e.insert(strings.Repeat("\n", repeats(n))) }

func (e *Editor) interrupt(int) { e.outcome = Interrupted }

// deleteCharOrEOF is ^D.
func (e *Editor) deleteCharOrEOF(n int) {
	if e.text == "" {
		e.outcome = EOF
		return
	}
	e.deleteChar(n)
}

// deleteCharOrList is ^D of tcsh: at the end of the text it lists candidates.
func (e *Editor) deleteCharOrList(n int) {
	if e.text != "" && e.point == len(e.text) {
		e.possibleCompletions(n)
		return
	}
	e.deleteCharOrEOF(n)
}

// forwardBackwardDeleteChar deletes the character at the cursor, or, at the end, the
// one before it.
func (e *Editor) forwardBackwardDeleteChar(n int) {
	if e.point == len(e.text) {
		e.backwardDeleteChar(n)
		return
	}
	e.deleteChar(n)
}

func (e *Editor) clearScreen(int) { e.outcome = Clear }

func (e *Editor) redraw(int) { e.outcome = Redraw }

// abort gives up what is under way.
func (e *Editor) abort(int) {
	e.mark = e.point
	e.ring()
}
