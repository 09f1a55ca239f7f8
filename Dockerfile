# gpipe in an image of its own, with nothing else in it: it is /bin/gpipe and /bin/sh.
#
#	docker build -t gpipe .
#	docker run --rm gpipe 'echo $((6 * 7)) | while read -r n; do echo "n is $n"; done'
#
# As a shell for the image of another program:
#
#	FROM scratch
#	COPY --from=gpipe /bin/gpipe /bin/gpipe
#	SHELL ["/bin/gpipe", "-c"]
#	RUN ...

FROM golang:1.26 AS build
WORKDIR /src
COPY . .
RUN make build && mkdir -p /root-of-image/bin /root-of-image/tmp && chmod 1777 /root-of-image/tmp && \
	cp bin/gpipe /root-of-image/bin/gpipe && ln -s gpipe /root-of-image/bin/sh

FROM scratch
COPY --from=build /root-of-image/ /
SHELL ["/bin/gpipe", "-c"]
# What the image has works: a failure ends the build.
RUN test "$(echo it works | while read -r text; do echo "$text"; done)" = 'it works'
ENTRYPOINT ["/bin/gpipe"]
