# What the scripts in this folder share; each of them sources it.
#
# They run from the top of the checkout, make their virtual environments and put
# everything that they build under build/ci.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
export PYTHONSAFEPATH=1  # what is installed is tested, not the checkout
unset PYTHONDONTWRITEBYTECODE  # or every process compiles what it imports
here=$PWD/build/ci
mkdir -p "$here"

python_of() { # python_of 3.13 → a command that runs it
  local found
  for found in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python "$(command -v "python$1" || true)"; do
    if [ -x "$found" ] && "$found" -c "import sys; assert sys.version_info[:2] == ($(echo "$1" | tr . ,))" 2>/dev/null; then
      echo "$found"; return
    fi
  done
  echo "no Python $1 on this machine" >&2; return 1
}

readme() { # readme TEXT → the command in the README that ends in TEXT
  grep -m1 -- "$1\$" README.md
}

venv=$here/venv/bin  # .venv is for the README's commands, and yours
install() { # install REQUIREMENT... → installs into the environment at $venv
  [ -x "$venv/python" ] || python3 -m venv "$here/venv"
  "$venv/python" -m pip install -q "$@"
}
