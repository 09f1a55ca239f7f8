package popen_test

import (
	"fmt"
	"io"

	"gpipe/popen"
)

func ExampleCmd_Terminal() {
	c := popen.Command("test -t 1 && stty size")
	tty, err := c.Terminal(100, 30)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer tty.Close()
	if err := c.Start(); err != nil {
		fmt.Println(err)
		return
	}
	text, err := io.ReadAll(tty)
	fmt.Printf("%q %v %v\n", text, err, c.Wait())
	// Output: "30 100\r\n" <nil> <nil>
}
