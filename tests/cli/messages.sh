#!/bin/bash
# messages.sh PROGRAM: messages in the reader's language: all of them are there, and are said with what stands in them.
program=$1 failed=0
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) && cd "$work" || exit 1
trap 'rm -rf "$work"' EXIT
export HANDBILL_DATA=$root

# expect TEXT COMMAND…: its output (both streams) has the text.
expect() {
    local text=$1; shift
    "$@" > all 2>&1 < /dev/null
    grep -Fq -- "$text" all || { echo "expected \"$text\" of: $*"; cat all; failed=1; }
}

# Nothing is missing, nothing is left over; they are what gettext's own tools take.
(cd "$root" && python3 tests/cli/messages.py src/lang/messages/*.po) || failed=1
for catalogue in "$root"/src/lang/messages/*.po; do
    msgfmt --check-format -o /dev/null "$catalogue" || failed=1
done

head='<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>N</name><explanation><p>'
tail='</p></explanation></principle></principles></handout>'
printf '%s<b>W</b> &#x1F;%s\n' "$head" "$tail" > bad.xml
printf '<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>N</name><explanation><title>x</title></explanation></principle></principles></handout>' > misplaced.xml
printf '%sWords.%s\n' "$head" "$tail" > good.xml
sed 's/ id="a"//' good.xml > ids.xml
printf '%s<link href="http://a b">delete it</link>%s\n' "$head" "$tail" > link.xml

# A message, and a phrase that is its argument.
expect 'bad.xml:1:100: error: no hay ningún elemento <b>; escriba <strong>  [element-foreign]' "$program" check bad.xml --messages es
expect 'un espacio está dentro de esta dirección' "$program" check link.xml --messages es
expect 'um espaço está dentro deste endereço' "$program" check link.xml --messages pt-BR
# What a phrase has for its conversions is taken over, a list of names too.
expect 'donde solo cabe p, list, figure, qr o quote' "$program" check misplaced.xml --messages es
# The user's language, in POSIX's order; a language without messages, and the locale C, are English.
english='error: a space stands in this address' spanish='error: un espacio está' portuguese='erro: um espaço está'
expect "$spanish" env LC_ALL= LC_MESSAGES= LANG=es_GT.UTF-8 "$program" check link.xml
expect "$portuguese" env LC_ALL=pt_PT LANG=C "$program" check link.xml
expect "$english" env LC_ALL=C LC_MESSAGES=es LANG=es "$program" check link.xml
expect "$english" env LC_ALL= LC_MESSAGES=fi_FI LANG=es "$program" check link.xml
expect "$english" env LC_ALL=../../etc/passwd "$program" check link.xml
# The option goes before the locale, and must be a language that there is.
expect "$english" env LC_ALL=es "$program" check link.xml --messages en
expect 'there are no messages in the language tlh' "$program" check good.xml --messages tlh
# The user's own words are no phrases, even where they read like one; a hint is one.
sed 's/"en"/"a space"/' good.xml > words.xml
expect '«a space» no es una etiqueta' "$program" check words.xml --messages es
printf 'p { colour: red } p { colr: red }' > mine.css
expect 'la propiedad colr no se admite y no cuenta; ¿quiso decir color?' "$program" check good.xml -a mine.css --messages es
# Wrong use of the command line is said in it, too, the user's own words staying as they are.
expect 'no existe la orden chek; ¿quiso decir: handbill check good.xml?' env LC_ALL=es "$program" chek good.xml
expect 'check no tiene la opción --kind: quítela' "$program" --messages es check good.xml --kind rtl
expect 'não existe a opção --Pages' env LC_ALL=pt_BR.UTF-8 "$program" check good.xml --Pages
expect "Pruebe 'handbill help'." env LANG=es LC_ALL= LC_MESSAGES= "$program" render good.xml --draft
expect 'falta algo tras adopt; escriba: handbill adopt SOURCE COPY' env LC_ALL=es "$program" adopt good.xml
expect 'no hay ningún archivo con ese nombre; corríjalo' "$program" check absent.xml --messages es
expect 'es: faltan 3, 0 hechos' "$program" update good.xml es.po --messages es
# So are places, but for the names of rows; and the comments of a catalogue, in its own language whoever makes it.
printf '<handout xml:lang="en"><title>T</title><principles><principle id="a"><name>Now, or then</name><explanation><p>Words.<noteref to="n"/></p></explanation></principle></principles><notes><note id="n"><p>Note.</p></note></notes></handout>' > row.xml
expect 'es: faltan 4, 0 hechos' "$program" update row.xml es.po --messages es
expect 'fila 1 "Now, or then", explicación, párrafo 1 de 1' "$program" check row.xml --po es.po --messages es
for line in '#. Fila 1 "Now, or then", nombre.' "#. Conserve <noteref to='n'/>: imprime el número pequeño de la nota que"; do
    grep -Fqx -- "$line" es.po || { echo "no hint: $line"; cat es.po; failed=1; }
done
cp es.po same.po; expect '' env LC_ALL=pt_BR "$program" update row.xml es.po; cmp es.po same.po || { echo "comments of its user's language"; failed=1; }
# So is help, no wider than a terminal.
expect 'Uso: handbill check SOURCE...        hace lo mismo hasta' env LC_ALL=es_MX.UTF-8 "$program" check --help
expect 'muestra esto' env LC_ALL=es "$program" help new
expect 'Edições: screen' "$program" help --messages pt-BR
for tag in es pt-BR; do
    "$program" help --messages $tag | LC_ALL=C.UTF-8 grep -nE '.{80}| $' && { echo "help in $tag is wider than a terminal, or has spaces at ends"; failed=1; }
done
expect 'ids.xml: 1 id añadidos' "$program" ids --add ids.xml --messages es
# A script is called as its readers call it.
printf '%sA \u0e01 word.%s\n' "$head" "$tail" > thai.xml
expect 'letras de la escritura tailandesa' "$program" check thai.xml --messages es
# What programs read is the same in every language.
expect '"level":"error","code":"address-space","text":"un espacio' "$program" check link.xml --json --messages es
expect '"args":{"what":"a space"}' "$program" check link.xml --json --messages es

exit $failed
