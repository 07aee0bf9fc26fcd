# handbill: `make` installs what is missing, builds, and sets the handouts into out/; `make check` runs the tests.
B ?= out/build
FOLDERS := base lang doc style text box line page sheet pdf job
PACKAGES_FOUND = pkg-config
PKGS := libxml-2.0 fontconfig harfbuzz harfbuzz-subset icu-uc icu-i18n libdeflate
CC ?= cc
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
OPT := -O2
ifdef SAN
OPT := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L $(WARN) $(OPT) -pthread -MMD -MP -Isrc $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -lhpdf -pthread -lm

objects = $(patsubst src/%.c,$(B)/%.o,$(wildcard src/$(1)/*.c))
upto = $(if $(filter $(firstword $(2)),$(1)),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
above = $(call upto,$(1),$(FOLDERS))

# One archive a folder, one unit-test program a tests/FOLDER/test_*.c: each linked with its folder and those above it only.
define folder
$(B)/$(1).a: $(call objects,$(1)) ; @rm -f $$@; ar rcs $$@ $$^
.PHONY: $(1) unit-$(1)
$(1): $(foreach f,$(call above,$(1)),$(B)/$(f).a)
unit-$(1): $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/$(1)/test_*.c))
	@set -e; for t in $$^; do echo "$$$$t"; $$$$t; done
$(B)/tests/$(1)/%: tests/$(1)/%.c $(foreach f,$(call above,$(1)),$(B)/$(f).a)
	@mkdir -p $$(@D)
	$(CC) $$(CFLAGS_ALL) -Itests $$< -o $$@ $(foreach f,$(call reverse,$(call above,$(1))),$(B)/$(f).a) $$(LIBS) -lcmocka
endef
.DEFAULT_GOAL := all
$(foreach f,$(FOLDERS),$(eval $(call folder,$(f))))

$(B)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c $< -o $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)
