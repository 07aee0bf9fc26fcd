# handbill: `make` installs what is missing, builds, and sets the handouts into out/; `make check` runs the tests.
#
#   make [B=folder] [SAN=1]     program and library; B: where objects go; SAN=1: under AddressSanitizer and UBSan
#   make FOLDER, unit-FOLDER    the archives of a folder of src/ and those above it; its unit tests
#   make check, bless, bench, lint, fuzz, install, clean
B ?= out/build
FOLDERS := base lang doc l10n style text image box line page sheet pdf job
PKGS := libxml-2.0 fontconfig harfbuzz harfbuzz-subset icu-uc icu-i18n libdeflate libpng libjpeg
CC ?= cc
PREFIX ?= /usr/local
SECONDS_OF_FUZZING ?= $(if $(HANDBILL_CI),300,60)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
OPT ?= -O2
SANITIZE := -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
ifdef SAN
OPT := -O1 $(SANITIZE)
endif
# What pkg-config says is kept in two files that a rule makes: nothing is run while this file is read.
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L $(WARN) $(OPT) -pthread -MMD -MP -Isrc @$(B)/cflags $(CFLAGS)
LIBS = @$(B)/libs -lhpdf -pthread -lm
# The finished things stand in out/, those of another build in its own folder, wherever that is: sheets, fonts and words are this tree's.
TOP := $(if $(filter out/build,$(B)),out,$(B))
export HANDBILL_DATA := $(CURDIR)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all program units handouts editions check bless bench lint fuzz install clean
all: program handouts editions
program: $(TOP)/handbill $(TOP)/libhandbill.a

objects = $(patsubst src/%.c,$(B)/%.o,$(wildcard src/$(1)/*.c))
upto = $(if $(filter $(firstword $(2)),$(1)),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
above = $(call upto,$(1),$(FOLDERS))

# ---- packages ----
$(B)/installed: src/packages $(wildcard fonts/packages) src/install
	@mkdir -p $(@D)
	src/install $(LOOK) $(filter %/packages,$^)
	@touch $@
$(B)/tests-installed: tests/packages tests/bench/packages $(B)/installed
	src/install $(filter %/packages,$^)
	@touch $@
$(B)/cflags: $(B)/installed
	@pkg-config --cflags $(PKGS) > $@
$(B)/libs: $(B)/installed
	@pkg-config --libs $(PKGS) > $@

# ---- one archive a folder, one unit-test program a tests/FOLDER/test_*.c: linked with its folder and those above it only ----
define folder
$(B)/$(1).a: $(call objects,$(1)) ; @rm -f $$@; ar rcs $$@ $$^
.PHONY: $(1) unit-$(1)
$(1): $(foreach f,$(call above,$(1)),$(B)/$(f).a)
unit-$(1): $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/$(1)/test_*.c))
	@set -e; for t in $$^; do echo "$$$$t"; $$$$t; done
$(B)/tests/$(1)/%: tests/$(1)/%.c $(foreach f,$(call above,$(1)),$(B)/$(f).a) $(B)/libs
	@mkdir -p $$(@D)
	$(CC) $$(CFLAGS_ALL) -Itests $$< -o $$@ $(foreach f,$(call reverse,$(call above,$(1))),$(B)/$(f).a) $$(LIBS) -lcmocka
units: $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/$(1)/test_*.c))
endef
$(foreach f,$(FOLDERS),$(eval $(call folder,$(f))))

$(B)/%.o: src/%.c Makefile | $(B)/cflags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c $< -o $@

# ---- program, library ----
GENERATED := $(B)/style/base_css
$(addsuffix .o,$(GENERATED)): | $(B)/cflags
$(TOP)/libhandbill.a: $(foreach f,$(FOLDERS),$(call objects,$(f))) $(addsuffix .o,$(GENERATED))
	@mkdir -p $(@D); rm -f $@; ar rcs $@ $^
$(TOP)/handbill: $(call objects,cli) $(TOP)/libhandbill.a $(B)/libs
	$(CC) $(OPT) $(LDFLAGS) $(call objects,cli) $(TOP)/libhandbill.a -o $@ $(LIBS)

# ---- handouts: every source in the edition screen, out/TAG/NAME.screen.pdf, TAG being the document's xml:lang ----
handouts: $(patsubst source/%.xml,$(B)/handouts/%,$(wildcard source/*.xml))
$(B)/handouts/%: source/%.xml $(TOP)/handbill $(wildcard styles/*.css fonts/*.conf) fonts/fallback
	@mkdir -p $(@D)
	@tag=$$(tr '\n' ' ' < $< | sed -n 's/.*<handout[^>]*xml:lang="\([A-Za-z0-9-]*\)".*/\1/p'); \
	mkdir -p "$(TOP)/$${tag:=und}" && set -x && $(TOP)/handbill render $< --edition screen -o "$(TOP)/$$tag/$*.screen.pdf"
	@touch $@

# ---- editions: every catalogue source/NAME/TAG.po, out/TAG/NAME.screen.pdf, gaps shown; one that wants a font that is not
# here is named, with its package, and left out ----
editions: $(patsubst source/%.po,$(B)/editions/%,$(wildcard source/*/*.po))
$(B)/editions/%: source/%.po $(wildcard source/*.xml) $(TOP)/handbill $(wildcard styles/*.css fonts/*.conf src/lang/words/*) fonts/fallback
	@mkdir -p $(@D) "$(TOP)/$(*F)"
	@edition="$(TOP)/$(*F)/$(*D).screen.pdf"; echo "$(TOP)/handbill render source/$(*D).xml --po $< --draft -o $$edition"; \
	$(TOP)/handbill render "source/$(*D).xml" --po $< --draft -o "$$edition" 2> $@.said; status=$$?; \
	if [ $$status = 0 ]; then cat $@.said >&2; touch $@; exit; fi; \
	if [ $$status = 4 ]; then grep -m 1 ': error: ' $@.said; echo "left out: $$edition"; exit; fi; \
	cat $@.said >&2; exit $$status

# ---- tests ----
# Release first, then under the sanitizers; the last line is the sum.
check: $(B)/tests-installed all units $(B)/tests/shim.so $(B)/tests/fuzz/fuzz $(B)/tests/whole/delete
	$(MAKE) B=$(B)/san SAN=1 program units $(B)/san/tests/whole/delete
	tests/run $(B) $(TOP)/handbill $(B)/san $(B)/san/handbill $(SECONDS_OF_FUZZING)
bless: program $(B)/tests/style/test_guide $(B)/tests/doc/test_guide
	$(B)/tests/style/test_guide --print > source/guide-css.xml
	$(B)/tests/doc/test_guide --print > source/guide-elements.xml
	$(TOP)/handbill extract source/ammparo-advocacy-priorities.xml -o source/ammparo-advocacy-priorities/ammparo-advocacy-priorities.pot
	tests/golden --bless $(TOP)/handbill
	tests/whole/picture --bless $(TOP)/handbill
	tests/whole/screen --bless $(TOP)/handbill
# Never installs: what is missing is said.
bench: LOOK := --look
bench: program
	@src/install --look tests/bench/packages
	tests/bench/run $(TOP)/handbill
fuzz: $(B)/tests/fuzz/fuzz
	tests/fuzz/run $< $(SECONDS_OF_FUZZING)

$(B)/tests/shim.so: tests/shim.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(WARN) -Wno-pedantic -O1 -shared -fPIC $< -o $@ -ldl
$(B)/tests/whole/delete: tests/whole/delete.c $(TOP)/libhandbill.a $(B)/libs
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $< -o $@ $(TOP)/libhandbill.a $(LIBS)
# All of the library once more by clang, so that the fuzzer sees which way the data goes.
$(B)/tests/fuzz/fuzz: tests/fuzz/fuzz.c $(wildcard src/*/*.[ch] src/*/*.def) $(TOP)/libhandbill.a $(B)/libs $(B)/tests-installed
	@mkdir -p $(@D)
	clang -std=c17 -D_POSIX_C_SOURCE=200809L -DPARALLEL_LEAST=100 -w -O1 $(SANITIZE) -fsanitize=fuzzer -pthread -Isrc -I$(B) @$(B)/cflags $(FUZZED) $< -o $@ $(LIBS)
FUZZED = $(foreach f,$(FOLDERS),$(wildcard src/$(f)/*.c)) $(addsuffix .c,$(GENERATED))

lint: $(B)/tests-installed
	tests/lint

# ---- install ----
TO = $(DESTDIR)$(PREFIX)
install: program
	install -d "$(TO)/bin" "$(TO)/lib" "$(TO)/include" "$(TO)/share/man/man1"
	install -d "$(TO)/share/handbill/styles" "$(TO)/share/handbill/fonts" "$(TO)/share/handbill/words" "$(TO)/share/handbill/messages"
	install $(TOP)/handbill "$(TO)/bin"
	install -m 644 $(TOP)/libhandbill.a "$(TO)/lib"
	install -m 644 src/job/handbill.h "$(TO)/include"
	install -m 644 src/cli/handbill.1 "$(TO)/share/man/man1"
	install -m 644 $(wildcard styles/*) "$(TO)/share/handbill/styles"
	install -m 644 $(wildcard fonts/*) "$(TO)/share/handbill/fonts"
	install -m 644 $(wildcard src/lang/words/*) "$(TO)/share/handbill/words"
	install -m 644 $(wildcard src/lang/messages/*) "$(TO)/share/handbill/messages"

clean:
	rm -rf out

# base.css built in
$(B)/style/base_css.c: styles/base.css
	@mkdir -p $(@D)
	@{ echo '#include <stddef.h>'; echo 'extern const char style_base_css[]; extern const size_t style_base_css_size;'; \
	  echo 'const char style_base_css[] = {'; od -An -v -tu1 $< | sed 's/  *\([0-9][0-9]*\)/ (char)\1,/g'; echo '0 };'; \
	  echo 'const size_t style_base_css_size = sizeof style_base_css - 1;'; } > $@
$(B)/style/base_css.o: $(B)/style/base_css.c ; $(CC) $(CFLAGS_ALL) -c $< -o $@
$(B)/style.a: $(B)/style/base_css.o
# end of base.css

-include $(wildcard $(B)/*/*.d $(B)/tests/*/*.d)
