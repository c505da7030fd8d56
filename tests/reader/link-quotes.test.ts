import { test } from 'tap'
import { linkQuotes } from '../../src/reader/link-quotes.ts'

const numbers: Record<string, number> = { a: 1, b: 2 }
const link = (body: string) => linkQuotes(body, (id) => numbers[id] ?? null, 'Speaker')
const note = (number: number) =>
  `<sup class="voice"><a href="#voice-${number}" aria-label="Speaker ${number}">${number}</a></sup>`

test('the number of the speaker stands behind the closing mark and the sign after it', async (t) => {
  t.equal(
    link('<p>He said: &#34;<q data-quote="a">no</q>&#34;. Then yes.</p>'),
    `<p>He said: &#34;<q id="q-a" data-quote="a">no</q>&#34;.${note(1)} Then yes.</p>`,
  )
})

test('a split quote is jumped to at its first words and numbered behind its last', async (t) => {
  t.equal(
    link('<p>«<q data-quote="a">one</q>», and «<q data-quote="a">two</q>»</p>'),
    `<p>«<q id="q-a" data-quote="a">one</q>», and «<q data-quote="a">two</q>»${note(1)}</p>`,
  )
})

test('quotes within quotes are each numbered, once the outer one has ended', async (t) => {
  t.equal(
    link('<p><q data-quote="a">x <q data-quote="b">y</q> z</q></p>'),
    `<p><q id="q-a" data-quote="a">x <q id="q-b" data-quote="b">y</q> z</q>${note(2)}${note(1)}</p>`,
  )
})

test('a number never stands inside a link', async (t) => {
  t.equal(
    link('<p><a href="/x"><q data-quote="a">x</q></a> y</p>'),
    `<p><a href="/x"><q id="q-a" data-quote="a">x</q></a>${note(1)} y</p>`,
  )
})

test('a quote of nobody known is marked and not numbered', async (t) => {
  t.equal(link('<p><q data-quote="c">x</q></p>'), '<p><q id="q-c" data-quote="c">x</q></p>')
})
