# handbill: `make` installs what is missing, builds, and sets the handouts into out/; `make check` runs the tests.
#
#   make [B=folder] [SAN=1]     program and library; B: where objects go; SAN=1: under AddressSanitizer and UBSan
#   make FOLDER, unit-FOLDER    the archives of a folder of src/ and those above it; its unit tests
#   make INSTALL=no …           never installs a package: says what is missing and fails
#   make profiles               once: the ICC profile of CGATS TR 006, for presses in the US (minutes)
#   make install, uninstall     [DESTDIR=] [PREFIX=/usr/local] [LIBDIR=] [MANDIR=]; make deb: a Debian package in out/
#   make check, bless, bench, lint, fuzz, clean
B ?= out/build
FOLDERS := base lang doc l10n style text image box line plan flow page sheet pdf job
PKGS := libxml-2.0 fontconfig harfbuzz harfbuzz-subset icu-uc icu-i18n libdeflate libpng libjpeg
CC ?= cc
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
MANDIR ?= $(PREFIX)/share/man
VERSION := 0.1
SECONDS_OF_FUZZING ?= $(if $(HANDBILL_CI),300,60)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion
OPT ?= -O2
SANITIZE := -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
ifdef SAN
OPT := -O1 $(SANITIZE)
endif
# What pkg-config says is kept in two files that a rule makes: nothing is run while this file is read.
CFLAGS_ALL = -std=c17 -D_POSIX_C_SOURCE=200809L $(WARN) $(OPT) -fPIC -fvisibility=hidden -pthread -MMD -MP -Isrc @$(B)/cflags $(CFLAGS)
OTHER_LIBS := -lhpdf -pthread -lm
LIBS = @$(B)/libs $(OTHER_LIBS)
# --look: say what is missing, and install nothing.
LOOK := $(if $(filter no,$(INSTALL)),--look)
# The finished things stand in out/, those of another build in its own folder, wherever that is: sheets, fonts and words are this tree's.
TOP := $(if $(filter out/build,$(B)),out,$(B))
export HANDBILL_DATA := $(CURDIR)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: all program units handouts editions profiles check tested sanitized bless bench lint fuzz install uninstall deb clean
all: program handouts editions
program: $(TOP)/handbill $(TOP)/libhandbill.a $(if $(SAN),,$(TOP)/libhandbill.so)

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
	src/install $(LOOK) $(filter %/packages,$^)
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
OBJECTS := $(foreach f,$(FOLDERS),$(call objects,$(f))) $(addsuffix .o,$(GENERATED))
# One object in which all names but the header's are its own: a program may have a decode() of its own.
$(B)/libhandbill.o: $(OBJECTS) src/job/handbill.map
	@ld -r -o $@ $(OBJECTS)
	@objcopy $$(sed -n 's/.*\(handbill_[a-z_]*\);.*/--keep-global-symbol=\1/p' src/job/handbill.map) $@
$(TOP)/libhandbill.a: $(B)/libhandbill.o
	@mkdir -p $(@D); rm -f $@; ar rcs $@ $^
$(TOP)/libhandbill.so: $(B)/libhandbill.o $(B)/libs
	$(CC) $(OPT) $(LDFLAGS) -shared -Wl,-soname,libhandbill.so.0 -Wl,--version-script=src/job/handbill.map $< -o $@ $(LIBS)
$(TOP)/handbill: $(call objects,cli) $(OBJECTS) $(B)/libs
	$(CC) $(OPT) $(LDFLAGS) $(call objects,cli) $(OBJECTS) -o $@ $(LIBS)
# The prefix is the last place where data are looked for.
.PHONY: prefix
$(B)/prefix: prefix
	@mkdir -p $(@D); echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
prefix:
$(B)/base/data.o: $(B)/prefix
$(B)/base/data.o: private OPT += -DHANDBILL_PREFIX='"$(PREFIX)"'

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

# ---- profiles: of what was measured on a press, at most 300 % of ink; out/profiles/ ----
profiles: $(TOP)/profiles/TR006.icc
$(B)/profiles-installed: src/profile-packages src/install
	@mkdir -p $(@D)
	src/install $(LOOK) $<
	@touch $@
$(TOP)/profiles/%.icc: $(B)/profiles-installed
	@mkdir -p $(@D) $(B)/profiles
	cp /usr/share/color/icc/$*.ti3 $(B)/profiles/
	cd $(B)/profiles && colprof -qm -bm -nc -l 300 -k p 0 .3 .94 .94 .48 \
	  -C "Made from ANSI/CGATS/GRACoL TR 006-2007, copyright 2007 NPES" -D "CGATS TR 006, 300 %" $*
	mv $(B)/profiles/$*.icc $@

# ---- tests ----
# Both builds are made side by side, on all cores; of the tests the release build's come first, and the last line is the sum.
check: $(B)/tests-installed
	$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$$(nproc)) tested
	tests/run $(B) $(TOP)/handbill $(B)/san $(B)/san/handbill $(SECONDS_OF_FUZZING)
tested: $(B)/tests/fuzz/fuzz $(B)/tests/fuzz/replay sanitized all units $(B)/tests/shim.so $(B)/tests/whole/delete
sanitized:
	$(MAKE) B=$(B)/san SAN=1 program units $(B)/san/tests/whole/delete
bless: program $(B)/tests/style/test_guide $(B)/tests/doc/test_guide
	$(B)/tests/style/test_guide --print > source/guide-css.xml
	$(B)/tests/doc/test_guide --print > source/guide-elements.xml
	set -e; for f in source/*/; do n=$$(basename $$f); $(TOP)/handbill extract source/$$n.xml -o $$f$$n.pot; done
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
$(B)/tests/fuzz/replay: tests/fuzz/replay.c tests/fuzz/fuzz.c $(TOP)/libhandbill.a $(B)/libs
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(CFLAGS_ALL)) tests/fuzz/replay.c tests/fuzz/fuzz.c -o $@ $(TOP)/libhandbill.a $(LIBS)
# All of the library once more by clang, so that the fuzzer sees which way the data goes.
$(B)/tests/fuzz/fuzz: tests/fuzz/fuzz.c $(wildcard src/*/*.[ch] src/*/*.def) $(TOP)/libhandbill.a $(B)/libs $(B)/tests-installed
	@mkdir -p $(@D)
	clang -std=c17 -D_POSIX_C_SOURCE=200809L -DPARALLEL_LEAST=100 -w -O1 $(SANITIZE) -fsanitize=fuzzer -pthread -Isrc -I$(B) @$(B)/cflags $(FUZZED) $< -o $@ $(LIBS)
FUZZED = $(foreach f,$(FOLDERS),$(wildcard src/$(f)/*.c)) $(addsuffix .c,$(GENERATED))

lint: $(B)/tests-installed
	tests/lint

# ---- install: each file with where it goes ----
SHARE := $(PREFIX)/share
DOC := $(SHARE)/doc/handbill
DATA := $(SHARE)/handbill
into = $(foreach f,$(2),$(f)=$(1)/$(notdir $(f)))
GUIDES := $(patsubst source/%.xml,$(TOP)/en/%.screen.pdf,$(wildcard source/guide-*.xml))
PLACES = $(call into,$(PREFIX)/bin,$(TOP)/handbill) $(call into,$(LIBDIR),$(TOP)/libhandbill.a) \
  $(TOP)/libhandbill.so=$(LIBDIR)/libhandbill.so.$(VERSION) $(B)/handbill.pc=$(LIBDIR)/pkgconfig/handbill.pc \
  $(call into,$(PREFIX)/include,src/job/handbill.h) $(call into,$(MANDIR)/man1,src/cli/handbill.1) \
  $(call into,$(DATA)/styles,$(wildcard styles/*)) $(call into,$(DATA)/fonts,$(wildcard fonts/*)) \
  $(call into,$(DATA)/words,$(wildcard src/lang/words/*)) $(call into,$(DATA)/messages,$(wildcard src/lang/messages/*)) \
  $(call into,$(DATA)/profiles,$(wildcard $(TOP)/profiles/*.icc)) \
  $(call into,$(DATA)/source,$(wildcard source/*.xml source/*.rng)) \
  $(call into,$(DOC),LICENSE README.md) $(foreach g,$(GUIDES),$(g)=$(DOC)/$(subst .screen,,$(notdir $(g)))) \
  $(B)/completion.bash=$(SHARE)/bash-completion/completions/handbill $(B)/completion.zsh=$(SHARE)/zsh/site-functions/_handbill \
  $(B)/completion.fish=$(SHARE)/fish/vendor_completions.d/handbill.fish
LINKS := $(LIBDIR)/libhandbill.so.0 $(LIBDIR)/libhandbill.so
$(B)/completion.%: $(TOP)/handbill
	@$< completion $* > $@
# It names the shared libraries that the archive calls, and not by their packages: these add what
# they call themselves, of which a system need not have the headers (liblzma for libxml2).
$(B)/handbill.pc: src/job/handbill.pc $(B)/prefix $(B)/libs FORCE
	@sed 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|; s|@VERSION@|$(VERSION)|; s|@LIBS@|'"$$(cat $(B)/libs)"'$(OTHER_LIBS)|' $< > $@
FORCE:
install: program handouts $(B)/handbill.pc $(addprefix $(B)/completion.,bash zsh fish)
	@set -e; for p in $(PLACES); do mode=644; case $$p in */bin/handbill) mode=755;; esac; \
	  install -D -m $$mode "$${p%%=*}" "$(DESTDIR)$${p#*=}"; done; \
	for l in $(LINKS); do ln -sf libhandbill.so.$(VERSION) "$(DESTDIR)$$l"; done; \
	echo "installed in $(DESTDIR)$(PREFIX); make uninstall takes it out again"
uninstall:
	@for p in $(PLACES); do rm -f "$(DESTDIR)$${p#*=}"; done; for l in $(LINKS); do rm -f "$(DESTDIR)$$l"; done; \
	for d in $(DATA)/styles $(DATA)/fonts $(DATA)/words $(DATA)/messages $(DATA)/source $(DATA)/profiles $(DATA) $(DOC); do rmdir "$(DESTDIR)$$d" 2> /dev/null || true; done
deb: program
	src/deb $(VERSION) "$(B)" "$(TOP)" "$(MAKE)"

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
