#!/usr/bin/env bash
# Lets libFuzzer, guided by coverage, make up files of a kind.
#
#     Tests/Fuzzing/fuzz.sh networks|results|journals|experiments|sequences [seconds=60] [extension...]
#
# Begins with fixtures of the tests, and with results and journals that the program makes. With extensions (keras, h5,
# safetensors, pt, pth, ckpt, onnx; csv, npy) it begins with the files of those only, which keeps it to their readers. Builds into
# .build/fuzzing, keeps what it finds interesting there in corpus-*, and leaves an input that crashes or hangs as
# TARGET-crash-*, -timeout-* or -oom-*: exit code 1 then. Needs the toolchain's libFuzzer (part of the Swift
# toolchains for Linux). The environment variable MEMPROBE may name the program, which is built otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

target="${1:?which kind of files}"
seconds="${2:-60}"
extensions=("${@:3}")
build=.build/fuzzing

# Every module with coverage counters; no main, which is libFuzzer's own. What C targets alone depend on is not built
# with a target of Swift.
for module in CLoader Fuzzing; do
  swift build -c release --scratch-path "$build" --target "$module" \
    -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library -Xcc -fsanitize=fuzzer-no-link
done
mapfile -t objects < <(find "$build/release"/*.build -name '*.o' -not -path '*Tests.build/*' -not -path '*/memprobe*')
swiftc -use-ld=lld -sanitize=fuzzer "${objects[@]}" -o "$build/fuzz" \
  $(pkg-config --libs libzip zlib)

# --- What it begins with --------------------------------------------------------------------------------

corpus="$build/corpus-$(IFS=-; echo "$target${extensions[*]:+-${extensions[*]}}")"
mkdir -p "$corpus"
fixtures() {
  local extension
  for extension in "$@"; do find Tests -name "*.$extension" -size -40k -exec cp -n {} "$corpus/" \; ; done
}

# Small results of every kind, or their journals: where there is no room for a results file, the journal stays.
results() {
  local memprobe="${MEMPROBE:-}" folder
  if [ -z "$memprobe" ]; then
    swift build -c release --product memprobe
    memprobe="$(swift build -c release --show-bin-path)/memprobe"
  fi
  folder="$(mktemp -d)"
  sweep() {
    "$memprobe" "$@" --quiet --jobs 1 -o "$folder/$1.h5"
    "$memprobe" "$@" --quiet --jobs 1 --shard 1/2 -o "$folder/$1-part.h5"
    (ulimit -f 8 && "$memprobe" "$@" --quiet --jobs 1 -o "$folder/$1-unfinished.h5" || true)
  } >/dev/null 2>&1
  sweep divergence --cells lstm,esn --hidden-sizes 2 --input-sizes 1 --repeats 2 --total-steps 60 \
    --unique-steps 20 --curves
  sweep memorize --cells rnn --layers 1 --hidden-sizes 2 --positions 1,2 --repeats 2 --epochs 2 --curves
  sweep capacity --cells esn --hidden-sizes 3 --repeats 2 --training-steps 100 --test-steps 100 --maximum-delay 3
  sweep recall --construct none --cells gru --hidden-size 2 --input-sizes 1 --steps 5 --sequences 3
  "$memprobe" construct forgetting --rate 0.5 -o "$folder/given.safetensors" >/dev/null
  sweep compare "$folder/given.safetensors" --twins 3 --pairs 2 --total-steps 60 --unique-steps 20
  cp -n "$folder"/*."$1" "$corpus/"
  rm -r "$folder"
}

case "$target" in
networks) fixtures "${extensions[@]:-keras}" $([ "${#extensions[@]}" -gt 0 ] || echo h5 safetensors pt pth ckpt onnx) ;;
sequences) fixtures "${extensions[@]:-csv}" $([ "${#extensions[@]}" -gt 0 ] || echo npy) ;;
results) results h5 && find Tests/ExperimentsTests/Fixtures -name '*.h5' -size -60k -exec cp -n {} "$corpus/" \; ;;
journals) results journal ;;
experiments)
  printf 'cells: [lstm, gru]\nhidden-sizes: [1, 2-4]\nrepeats: 3\nthresholds: [1e-1, 0.5]\nseed: 7\n' > "$corpus/lists"
  printf '# x\n"cells": rnn\npositions: 1-3\ncurves: true\nlength: 2-4\ngain: 1.5\n' > "$corpus/texts"
  printf 'cells: esn\nspectral-radius: 0.9\nactivation: identity\nmaximum-delay: 5\nprecision: float64\n' > "$corpus/esn"
  ;;
*) echo "No files of the kind '$target' are made up." >&2 && exit 64 ;;
esac

FUZZ_TARGET="$target" exec "$build/fuzz" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -malloc_limit_mb=2048 \
  -max_len=80000 -artifact_prefix="$build/$target-" -print_final_stats=1 "$corpus"
