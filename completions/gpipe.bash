# Completions of gpipe for bash: to be sourced, or installed as
# /usr/share/bash-completion/completions/gpipe.
_gpipe() {
	local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} option= names
	if [[ $cur == = ]]; then # the readline library takes --stats= for two words
		option=$before cur=
	elif [[ $before == = ]]; then
		option=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	case $option in
	--stats) names='text json' ;;
	--progress) names='auto plain' ;;
	--explain) names='text dot mermaid json' ;;
	--report | --stats-file | --trace | --rcfile | --init-file)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	esac
	if [[ -z $names ]]; then
		case $before in
		[-+]o) names=$("${COMP_WORDS[0]}" -o 2>/dev/null | cut -f1) ;;
		[-+]O) names=$("${COMP_WORDS[0]}" -O 2>/dev/null | cut -f1) ;;
		-c) return ;;
		--report | --stats-file | --trace | --rcfile | --init-file) ;;
		*)
			case $cur in
			--*) names='--bash --check --debugger --dump-strings --explain --explain=
				--help --init-file --login --noediting --noprofile --norc --parallel
				--parallel= --posix
				--progress --progress= --rcfile --report --restricted --stats --stats=
				--stats-file --trace --verbose --version' ;;
			-*) names='-a -b -c -e -f -i -l -m -n -o -p -r -s -u -v -x -B -C -D -E -H -O -P -T -h -k -t
				--' ;;
			esac
			;;
		esac
	fi
	if [[ -n $names ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$names" -- "$cur")
		[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		compopt -o filenames
	fi
} 2>/dev/null
complete -F _gpipe gpipe
