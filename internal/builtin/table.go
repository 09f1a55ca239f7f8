// Package builtin holds the shell's built-in commands: one file each, with
// name, usage, documentation and class beside the function, and one line in
// the table.
package builtin

import "gpipe/internal/interp"

// Table returns the built-ins.
func Table() interp.Table {
	t := make(interp.Table)
	for _, b := range []*interp.Builtin{
		colon(),
		trueCommand(),
		falseCommand(),
		alias(),
		bg(),
		bind(),
		bracket(),
		breakCommand(),
		builtinCommand(),
		caller(),
		cd(),
		command(),
		compgen(),
		completeCommand(),
		compopt(),
		continueCommand(),
		declareCommand(),
		dirs(),
		dot(),
		echo(),
		disown(),
		enable(),
		eval(),
		exec(),
		exitCommand(),
		export(),
		fc(),
		fg(),
		getopts(),
		hash(),
		help(),
		historyCommand(),
		ipcCommand(),
		jobs(),
		kill(),
		let(),
		local(),
		lock(),
		logout(),
		mapfile(),
		on(),
		par(),
		pool(),
		popd(),
		printf(),
		pushd(),
		pwd(),
		queue(),
		read(),
		readarray(),
		readonly(),
		returnCommand(),
		set(),
		shift(),
		shopt(),
		sourceCommand(),
		suspend(),
		test(),
		times(),
		trap(),
		typeCommand(),
		typeset(),
		ulimit(),
		umask(),
		unalias(),
		unset(),
		wait(),
	} {
		t[b.Name] = b
	}
	return t
}
