package builtin

import "gpipe/internal/interp"

func colon() *interp.Builtin {
	return &interp.Builtin{
		Name: ":", Class: interp.Special, Usage: "[argument...]",
		Doc: "Do nothing, successfully. The arguments are expanded.",
		Run: succeed,
	}
}

func trueCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "true", Usage: "",
		Doc: "Return status 0.",
		Run: succeed,
	}
}

func falseCommand() *interp.Builtin {
	return &interp.Builtin{
		Name: "false", Usage: "",
		Doc: "Return status 1.",
		Run: func(*interp.Shell, []string) (int, interp.Flow) { return 1, interp.Next },
	}
}

func succeed(*interp.Shell, []string) (int, interp.Flow) { return 0, interp.Next }
