#!/usr/bin/env bash
# Lets libFuzzer, guided by coverage, make up network files, beginning with those of Tests/NetworkFilesTests.
#
#     Tests/Fuzzing/fuzz.sh [seconds=60] [extension...]
#
# With extensions (keras, h5, safetensors, pt, pth, ckpt, onnx) it begins with the fixtures of those only, which keeps it to
# their readers. Builds into .build/fuzzing, keeps what it finds interesting in .build/fuzzing/corpus, and
# leaves an input that crashes or hangs in .build/fuzzing as crash-*, timeout-* or oom-*: exit code 1 then.
# Needs the toolchain's libFuzzer (part of the Swift toolchains for Linux).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

seconds="${1:-60}"
shift || true
extensions=("$@")
[ "${#extensions[@]}" -gt 0 ] || extensions=(keras h5 safetensors pt pth ckpt onnx)
build=.build/fuzzing

# Every module with coverage counters; no main, which is libFuzzer's own.
swift build -c release --scratch-path "$build" --target NetworkFiles \
  -Xswiftc -sanitize=fuzzer -Xswiftc -parse-as-library -Xcc -fsanitize=fuzzer-no-link
products="$build/release"
mapfile -t objects < <(
  find "$products"/{NetworkFiles,HDF5,Files,RecurrentNetworks,LinearAlgebra,CKernels,CLAPACK}.build -name '*.o')
swiftc -c -O -sanitize=fuzzer -parse-as-library -swift-version 6 -module-name Fuzzing -I "$products/Modules" -I Sources/CKernels/include -I Sources/CLAPACK/include \
  $(find Sources "$products"/{CKernels,CLAPACK}.build -name module.modulemap -printf '-Xcc -fmodule-map-file=%p ') \
  $(pkg-config --cflags hdf5 libzip zlib | tr -s ' ' '\n' | sed -n 's/^./-Xcc &/p') \
  Tests/Fuzzing/FuzzNetworkFile.swift -o "$build/fuzz-network-files.o"
swiftc -use-ld=lld -sanitize=fuzzer "$build/fuzz-network-files.o" "${objects[@]}" \
  -o "$build/fuzz-network-files" $(pkg-config --libs hdf5 libzip zlib) -lhdf5_hl

corpus="$build/corpus-$(IFS=-; echo "${extensions[*]}")"
mkdir -p "$corpus"
for extension in "${extensions[@]}"; do
  find Tests/NetworkFilesTests -name "*.$extension" -exec cp -n {} "$corpus/" \;
done
exec "$build/fuzz-network-files" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
  -max_len=40000 -artifact_prefix="$build/" -print_final_stats=1 "$corpus"
