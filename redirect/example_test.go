package redirect_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"gpipe/pipeline"
	"gpipe/redirect"
)

// 2>&1 and 0<<<text, of one stage.
func Example() {
	cat := pipeline.Cmd("sh", "-c", "cat; echo done >&2").With(redirect.Text(0, "some text\n"), redirect.Dup(2, 1))
	fmt.Println(cat)
	out, err := pipeline.New(cat).Output(context.Background())
	fmt.Printf("%s%v\n", out, err)
	// Output:
	// sh -c 'cat; echo done >&2' 0<<<'some text
	// ' 2>&1
	// some text
	// done
	// <nil>
}

// A failed redirection names the operation and the operand.
func ExampleError() {
	err := pipeline.New(pipeline.Cmd("cat").With(redirect.In(0, "/no/such/file"))).Run(context.Background())
	var e *redirect.Error
	if errors.As(err, &e) {
		fmt.Println(e.Op, e.Name, errors.Is(err, fs.ErrNotExist))
	}
	// Output: open /no/such/file true
}

// A file of package os as descriptor 3 of a program.
func ExampleFromOS() {
	f, err := redirect.FromOS(os.Stdout)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Unref()
	echo := pipeline.Cmd("sh", "-c", "echo to descriptor 3 >&3").With(redirect.To(3, f))
	fmt.Println(pipeline.New(echo).Run(context.Background()))
	// Output:
	// to descriptor 3
	// <nil>
}
