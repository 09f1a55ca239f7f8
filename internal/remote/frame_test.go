package remote

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func framed(k kind, data string) string {
	b := make([]byte, headerSize)
	putHeader(b, k, len(data))
	return string(b) + data
}

func alloc(n int) []byte { return make([]byte, n) }

// TestDecoder: frames are bounded, and no frame is a half.
func TestDecoder(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"nothing":           {"", io.EOF},
		"a header":          {framed(frameOut, "")[:3], io.ErrUnexpectedEOF},
		"half a payload":    {framed(frameOut, "abc")[:headerSize+2], io.ErrUnexpectedEOF},
		"no payload at all": {framed(frameOut, "abc")[:headerSize], io.ErrUnexpectedEOF},
		"no such kind":      {framed('?', ""), ErrProtocol},
		"too long":          {framed(frameStdin, strings.Repeat("x", maxData+1)), ErrProtocol},
		"too long beat":     {framed(frameBeat, "x"), ErrProtocol},
		"4 GiB":             {"1\xff\xff\xff\xff", ErrProtocol},
		"data":              {framed(frameStdin, strings.Repeat("x", maxData)), nil},
		"beat":              {framed(frameBeat, ""), nil},
	} {
		f, err := newDecoder(strings.NewReader(c.text)).next(alloc)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && framed(f.kind, string(f.data)) != c.text {
			t.Errorf("%s: is another one", name)
		}
	}
}

// TestGreeting: noise before it is told, another version refused.
func TestGreeting(t *testing.T) {
	for name, c := range map[string]struct {
		text, noise string
		ok          bool
	}{
		"alone":           {greeting(), "", true},
		"noise":           {"Welcome to h!\n" + greeting(), "Welcome to h!\n", true},
		"broken off":      {greetingStart[:5] + greeting(), greetingStart[:5], true},
		"zeros":           {"\x00\x00" + greeting(), "\x00\x00", true},
		"none":            {"sh: gpipe: not found\n", "sh: gpipe: not found\n", false},
		"another version": {greetingStart + "99\n", "", false},
		"no end":          {greetingStart + strings.Repeat("9", 100), "", false},
		"too much":        {strings.Repeat("x", 2*maxNoise) + greeting(), strings.Repeat("x", maxNoise+1), false},
	} {
		noise, err := newDecoder(strings.NewReader(c.text)).greeted()
		if noise != c.noise || (err == nil) != c.ok {
			t.Errorf("%s: %q, %v", name, noise, err)
		}
	}
}

// TestHostile: what breaks the rules of the protocol ends it, and nothing else.
func TestHostile(t *testing.T) {
	start := framed(frameStart, string(command(true).encode()))
	big := framed(frameStdin, strings.Repeat("x", maxData))
	for name, text := range map[string]string{
		"no start":            framed(frameStdin, "x"),
		"two starts":          start + start,
		"a broken start":      framed(frameStart, "\x02\x02"),
		"an empty start":      framed(frameStart, ""),
		"output":              start + framed(frameOut, "x"),
		"no such stream":      start + framed(frameCloseOut, "\x07"),
		"no stream":           start + framed(frameCloseOut, ""),
		"credit for nothing":  start + framed(frameCredit, string(creditPayload(1, 1))),
		"credit for input":    start + framed(frameCredit, string(creditPayload(0, 1))),
		"credit without end":  start + framed(frameCredit, "\x01\xff\xff\xff\xff"),
		"half a credit":       start + framed(frameCredit, "\x01"),
		"more than a window":  start + strings.Repeat(big, window/maxData+2),
		"input after its end": start + framed(frameEOF, "") + framed(frameStdin, "x"),
	} {
		commands := make(chan *fake, 1)
		err := Serve(strings.NewReader(text), io.Discard, nil, starter(forever, commands))
		if !errors.Is(err, ErrProtocol) {
			t.Errorf("%s: %v", name, err)
		}
		select {
		case f := <-commands:
			<-f.ended
		default:
		}
	}
}

// FuzzDecoder: whatever comes is frames, written the same way, and then an error.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte(framed(frameOut, "abc") + framed(frameBeat, "") + framed(frameStatus, "\x02")))
	f.Add([]byte(framed(frameStart, string(command(true).encode()))))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := newDecoder(bytes.NewReader(data))
		var again []byte
		for {
			fr, err := d.next(alloc)
			if err != nil {
				break
			}
			again = append(again, framed(fr.kind, string(fr.data))...)
			switch fr.kind {
			case frameStart:
				if s, err := decodeStart(fr.data); err == nil {
					if _, err := decodeStart(s.encode()); err != nil {
						t.Error(err)
					}
				}
			case frameStatus:
				decodeStatus(fr.data)
			case frameCredit:
				if _, n, err := parseCredit(fr.data); err == nil && n > window {
					t.Error(n)
				}
			}
		}
		if !bytes.HasPrefix(data, again) {
			t.Errorf("%q became %q", data, again)
		}
	})
}

// FuzzServe: whatever a client sends, a worker ends.
func FuzzServe(f *testing.F) {
	start := framed(frameStart, string(command(true).encode()))
	f.Add([]byte(start + framed(frameStdin, "abc") + framed(frameEOF, "") + framed(frameSignal, "TERM")))
	f.Add([]byte(start + framed(frameCloseOut, "\x01") + framed(frameCredit, string(creditPayload(1, 1)))))
	f.Fuzz(func(t *testing.T, data []byte) {
		commands := make(chan *fake, 1)
		Serve(bytes.NewReader(data), io.Discard, nil, starter(echo, commands))
	})
}

// FuzzClient: whatever a worker sends, a client ends.
func FuzzClient(f *testing.F) {
	status := Status{Code: 3}
	f.Add([]byte(framed(frameOut, "abc") + framed(frameErr, "x") + framed(frameCloseIn, "") + framed(frameStatus, string(status.encode()))))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := NewSession(bytes.NewReader(data), io.Discard)
		s.Run(command(true), Streams{Stdin: strings.NewReader("in"), Stdout: io.Discard, Stderr: io.Discard}, nil)
	})
}
