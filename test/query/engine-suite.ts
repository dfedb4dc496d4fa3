import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ChangeEvent } from '../../datasets/change.ts';
import type { Contract } from '../../datasets/contract.ts';
import type { Item, Page, SearchEngine, TextOf } from '../../query/engine.ts';
import type { Query } from '../../query/language/ast.ts';
import { parseFacets, parseFilter, parseInclude, parseSort } from '../../query/language/parse.ts';
import { contracts } from './contracts.ts';
import { eventsFrom, rowOf } from './events.ts';

/** An empty engine under test. What `apply` returned from must be found. */
export interface Rig {
  readonly engine: SearchEngine;
  apply(events: readonly ChangeEvent[]): Promise<void>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly textOf: TextOf;
}

/** What every engine of the query cluster does. */
export function engineSuite(name: string, open: (options: RigOptions) => Promise<Rig>): void {
  describe(name, () => {
    let rig: Rig;
    let { upsert, remove } = eventsFrom();
    const texts = new Map<string, string>();

    beforeEach(async () => {
      ({ upsert, remove } = eventsFrom());
      texts.clear();
      rig = await open({ contracts, textOf: async (sha256) => texts.get(sha256) ?? null });
    });
    afterEach(() => rig.close());

    const search = (query: Query): Promise<Page> => rig.engine.search(query);
    const keysOf = (items: readonly Item[], dataset = 'pupils') =>
      items.map(({ row }) => row[contracts[dataset]?.key ?? '']);
    async function found(where: string, dataset = 'pupils'): Promise<unknown[]> {
      return keysOf((await search({ dataset, where: parseFilter(where) })).items, dataset);
    }
    async function hits(text: string, dataset = 'pupils'): Promise<unknown[]> {
      return keysOf((await search({ dataset, text })).items, dataset).sort();
    }
    const pupil = (pupil_id: string, values: Record<string, unknown>) =>
      upsert('pupils', { pupil_id, ...values });

    describe('full text', () => {
      beforeEach(() =>
        rig.apply([
          pupil('1', { given_name: 'María José', family_name: 'Núñez Gómez', email: 'mj.nunez@colegio.edu' }),
          pupil('2', {
            given_name: 'Ángel',
            family_name: 'NUÑEZ',
            notes: 'Faltas justificadas por enfermedad.',
          }),
          pupil('3', { given_name: 'Nuria', family_name: "D'Angelo-Peña", nicknames: ['Nuri', 'La Peque'] }),
          pupil('4', { given_name: 'Justificado', family_name: 'García', notes: null }),
          pupil('5', {}),
        ]),
      );

      test.each([
        ['nunez', ['1', '2']],
        ['Núñez', ['1', '2']],
        ['NUÑ', ['1', '2']],
        ['nu', ['1', '2', '3']],
        ['nunez maria', ['1']],
        ['nunez nuria', []],
        ['angel', ['2', '3']],
        ['pena', ['3']],
        ['peque', ['3']],
        ['mj.nunez@colegio.edu', ['1']],
        ['unez', []],
      ])('"%s" finds names by their beginnings, whatever accents and case', async (text, keys) => {
        expect(await hits(text)).toEqual(keys);
      });

      test('long text is found by its stem, names are not', async () => {
        expect(await hits('falta')).toEqual(['2']);
        expect(await hits('enfermedades')).toEqual(['2']);
        expect(await hits('justificadas')).toEqual(['2']);
        expect(await hits('justific')).toEqual(['2', '4']);
      });

      test.each(['"', "'", '*', '^', '-', ':', '()', '', '   ', '¿?', '😀'])(
        'a text without words, such as %s, finds nothing',
        async (text) => {
          expect(await hits(text)).toEqual([]);
        },
      );

      test.each([
        ['"nunez"', ['1', '2']],
        ['nunez*', ['1', '2']],
        ['^nunez', ['1', '2']],
        ['family_name:nunez', []],
        ['nunez AND maria', []],
        ['nunez OR garcia', []],
        ['NOT nunez', []],
        ['nunez NEAR(garcia)', []],
        ["nunez'); DROP TABLE x; --", []],
        ['{given_name} : nunez', []],
        ['+nunez', ['1', '2']],
      ])('%s is words and never syntax', async (text, keys) => {
        expect(await hits(text)).toEqual(keys);
      });

      test('one column can be asked, alone or with conditions', async () => {
        expect(await found("text(given_name): 'nu'")).toEqual(['3']);
        expect(await found("text(given_name, family_name): 'nu an'")).toEqual(['2', '3']);
        expect(await found("text: 'nunez' and not text: 'maria'")).toEqual(['2']);
        expect(await found("not text: 'nu'")).toEqual(['4', '5']);
      });

      test('a whole word ranks before a beginning, and equals by key', async () => {
        await rig.apply([
          pupil('a2', { given_name: 'Zoraida' }),
          pupil('a1', { given_name: 'Zoraida' }),
          pupil('a0', { given_name: 'Zora' }),
        ]);
        expect(keysOf((await search({ dataset: 'pupils', text: 'zora' })).items)).toEqual(['a0', 'a1', 'a2']);
      });

      test('an order that is asked for goes before rank', async () => {
        const sort = parseSort('pupil_id desc');
        expect(keysOf((await search({ dataset: 'pupils', text: 'nu', sort })).items)).toEqual([
          '3',
          '2',
          '1',
        ]);
      });

      test('text follows its row: changed, taken away, deleted', async () => {
        await rig.apply([upsert('pupils', { pupil_id: '1', family_name: 'Ruiz' }, 2)]);
        expect(await hits('nunez')).toEqual(['2']);
        expect(await hits('ruiz')).toEqual(['1']);
        await rig.apply([upsert('pupils', { pupil_id: '1' }, 3), remove('pupils', '2', 2)]);
        expect(await hits('ruiz')).toEqual([]);
        expect(await hits('nunez')).toEqual([]);
        await rig.apply([upsert('pupils', { pupil_id: '1', family_name: 'Núñez' }, 4)]);
        expect(await hits('nunez')).toEqual(['1']);
      });

      test('the text of a document is found and is no part of its row', async () => {
        texts.set('abc', 'Reglamento de convivencia: las expulsiones se notificarán a las familias.');
        await rig.apply([
          upsert('papers', { paper_id: 'p1', title: 'Circular', text_sha256: 'abc' }),
          upsert('papers', { paper_id: 'p2', title: 'Otra', text_sha256: 'unknown' }),
        ]);
        expect(await hits('familia expulsion', 'papers')).toEqual(['p1']);
        expect(await found("text(text): 'convivencia'", 'papers')).toEqual(['p1']);
        expect(await found("text(title): 'convivencia'", 'papers')).toEqual([]);
        expect((await rig.engine.get('papers', 'p1'))?.row).toEqual({
          paper_id: 'p1',
          title: 'Circular',
          text_sha256: 'abc',
        });
      });
    });

    describe('conditions', () => {
      test('integers compare by value to the borders of 64 bits', async () => {
        const steps = [
          '-9223372036854775808',
          '-1',
          '0',
          '9',
          '10',
          '9007199254740993',
          '9223372036854775807',
        ];
        await rig.apply([...steps.map((value, at) => pupil(`${at}`, { steps: value })), pupil('x', {})]);
        expect(await found('steps = -9223372036854775808')).toEqual(['0']);
        expect(await found('steps > 9')).toEqual(['4', '5', '6']);
        expect(await found('steps <= 9007199254740992')).toEqual(['0', '1', '2', '3', '4']);
        expect(await found('steps >= 9007199254740993')).toEqual(['5', '6']);
        expect(await found('steps in (9223372036854775807, 0)')).toEqual(['2', '6']);
        expect(await found('steps is null')).toEqual(['x']);
      });

      test('decimals compare by value to their last digit', async () => {
        const scores = [
          '-99999999999999.9999',
          '-0.0001',
          '0.0000',
          '9.5000',
          '10.0000',
          '99999999999999.9999',
        ];
        await rig.apply(scores.map((value, at) => pupil(`${at}`, { score: value })));
        expect(await found('score < 0')).toEqual(['0', '1']);
        expect(await found('score >= 9.5')).toEqual(['3', '4', '5']);
        expect(await found('score > 99999999999999.9998')).toEqual(['5']);
        expect(await found('score = -0.0001')).toEqual(['1']);
      });

      test('days and instants compare in time, in any year', async () => {
        await rig.apply([
          pupil('1', { birth_date: '0001-01-01', seen_at: '1899-12-31T23:59:59.999999Z' }),
          pupil('2', { birth_date: '1999-12-31', seen_at: '2026-01-01T00:00:00.000000Z' }),
          pupil('3', { birth_date: '9999-12-31', seen_at: '2026-01-01T00:00:00.000001Z' }),
        ]);
        expect(await found('birth_date < 2000-01-01')).toEqual(['1', '2']);
        expect(await found('seen_at > 2026-01-01')).toEqual(['3']);
        expect(await found('seen_at <= 2026-01-01T01:00:00+01:00')).toEqual(['1', '2']);
      });

      test('text compares exactly, an empty text is a value', async () => {
        await rig.apply([
          pupil('1', { family_name: 'Núñez' }),
          pupil('2', { family_name: 'núñez' }),
          pupil('3', { family_name: 'Nunez' }),
          pupil('4', { family_name: '' }),
          pupil('5', {}),
          pupil('6', { family_name: 'O\'Brien "x"\n😀' }),
        ]);
        expect(await found("family_name = 'Núñez'")).toEqual(['1']);
        expect(await found("family_name in ('núñez', 'Nunez')")).toEqual(['2', '3']);
        expect(await found("family_name = ''")).toEqual(['4']);
        expect(await found('family_name is null')).toEqual(['5']);
        expect(await found('family_name = "O\'Brien ""x""\n😀"')).toEqual(['6']);
      });

      test('a missing value fails every comparison; "not" takes the rest', async () => {
        await rig.apply([
          pupil('1', { status: 'active', enabled: true }),
          pupil('2', { status: 'left', enabled: false }),
          pupil('3', {}),
        ]);
        expect(await found("status != 'active'")).toEqual(['2']);
        expect(await found("not status = 'active'")).toEqual(['2', '3']);
        expect(await found("not status in ('active')")).toEqual(['2', '3']);
        expect(await found("not (status != 'active' or enabled = true)")).toEqual(['3']);
        expect(await found('enabled = false')).toEqual(['2']);
        expect(await found('enabled is not null')).toEqual(['1', '2']);
      });

      test('a beginning: of words in text, exactly in keys and vocabularies', async () => {
        await rig.apply([
          pupil('A-1', { family_name: 'De la Peña', email: 'ana.peña@x.es', status: 'active' }),
          pupil('a-2', { family_name: 'Delgado', status: 'left' }),
          pupil('a-3', { family_name: 'Peña' }),
          pupil('a-4', {}),
        ]);
        expect(await found("family_name ^= 'de'")).toEqual(['A-1', 'a-2']);
        expect(await found("family_name ^= 'DE LA PE'")).toEqual(['A-1']);
        expect(await found("family_name ^= 'pen'")).toEqual(['a-3']);
        expect(await found("family_name ^= ''")).toEqual(['A-1', 'a-2', 'a-3']);
        expect(await found("not family_name ^= 'de'")).toEqual(['a-3', 'a-4']);
        expect(await found("email ^= 'ana.p'")).toEqual(['A-1']);
        expect(await found("pupil_id ^= 'a-'")).toEqual(['a-2', 'a-3', 'a-4']);
        expect(await found("status ^= 'act'")).toEqual(['A-1']);
      });

      test('items of lists, fields of structs, fields of structs in lists', async () => {
        await rig.apply([
          pupil('1', {
            grades: ['08', '09'],
            marks: ['7', '10'],
            home: { city: 'León', floor: '10', area: '80.50', owned: true },
            ids: [
              { type: 'nia', value: '77' },
              { type: 'nif', value: '88X' },
            ],
          }),
          pupil('2', {
            grades: [],
            marks: ['-7'],
            home: { city: null, floor: '9', area: '9.00', owned: false },
          }),
          pupil('3', {}),
        ]);
        expect(await found("grades contains '09'")).toEqual(['1']);
        expect(await found("not grades contains '09'")).toEqual(['2', '3']);
        expect(await found('grades is null')).toEqual(['3']);
        expect(await found('marks contains -7')).toEqual(['2']);
        expect(await found("home.city = 'León'")).toEqual(['1']);
        expect(await found('home.city is null')).toEqual(['2', '3']);
        expect(await found('home.floor >= 10')).toEqual(['1']);
        expect(await found('home.area > 9')).toEqual(['1']);
        expect(await found('home.owned = false')).toEqual(['2']);
        expect(await found("home.city ^= 'Le'")).toEqual(['1']);
        expect(await found("ids.value contains '88X'")).toEqual(['1']);
        expect(await found("ids.value contains 'nif'")).toEqual([]);
      });
    });

    describe('relations', () => {
      beforeEach(() =>
        rig.apply([
          upsert('schools', { school_id: 'district', name: 'Distrito' }),
          upsert('schools', { school_id: 'north', name: 'Norte', parent_school_id: 'district' }),
          pupil('ana', { school_id: 'north' }),
          pupil('eva', { school_id: 'nowhere' }),
          pupil('leo', {}),
          upsert('guardians', { guardian_id: 'g1', name: 'Rosa', email: 'rosa@x.es' }),
          upsert('guardians', { guardian_id: 'g2', name: 'Luis', email: 'luis@x.es' }),
          upsert('bonds', { bond_id: 'b1', pupil_id: 'ana', guardian_id: 'g1', contact_order: '2' }),
          upsert('bonds', { bond_id: 'b2', pupil_id: 'ana', guardian_id: 'g2', contact_order: '1' }),
          upsert('bonds', { bond_id: 'b3', pupil_id: 'leo', guardian_id: 'g1' }),
          upsert('bonds', { bond_id: 'b4', guardian_id: 'gone' }),
          upsert('terms', { term_id: 't1', title: 'Primero' }),
          upsert('terms', { term_id: 't2', title: 'Segundo' }),
          upsert('groups', { group_id: 'A', title: 'A', term_ids: ['t1', 't2', 't1'], tutor_id: 'g1' }),
          upsert('groups', { group_id: 'B', title: 'B', term_ids: ['t2', 't9'], deputy_id: 'g1' }),
          upsert('groups', { group_id: 'C', title: 'C' }),
          upsert('seats', { seat_id: 's1', pupil_id: 'ana', group_id: 'A' }),
          upsert('seats', { seat_id: 's2', pupil_id: 'leo', group_id: 'B' }),
        ]),
      );

      test.each([
        ["has school_id(name = 'Norte')", 'pupils', ['ana']],
        ['has school_id', 'pupils', ['ana']],
        ['not has school_id', 'pupils', ['eva', 'leo']],
        ["has bonds(guardian_id = 'g1')", 'pupils', ['ana', 'leo']],
        ['has bonds', 'pupils', ['ana', 'leo']],
        ["not has bonds(guardian_id = 'g1')", 'pupils', ['eva']],
        ["has bonds(has guardian_id(email = 'luis@x.es'))", 'pupils', ['ana']],
        ["has bonds(has guardian_id(text: 'rosa'))", 'pupils', ['ana', 'leo']],
        ["has bonds(not has guardian_id(email = 'luis@x.es'))", 'pupils', ['ana', 'leo']],
        ["has seats(group_id = 'B') or has school_id(region is null)", 'pupils', ['ana', 'leo']],
        ['has bonds(contact_order = 1) and has bonds(contact_order = 2)', 'pupils', ['ana']],
        ['has bonds(contact_order = 1 and contact_order = 2)', 'pupils', []],
        ["has parent_school_id(school_id = 'district')", 'schools', ['north']],
        ["has schools(name = 'Norte')", 'schools', ['district']],
        ["has groups.tutor_id(title = 'A')", 'guardians', ['g1']],
        ["has groups.deputy_id(title = 'A')", 'guardians', []],
        ["has term_ids(title = 'Primero')", 'groups', ['A']],
        ['has term_ids', 'groups', ['A', 'B']],
        ["term_ids contains 't9'", 'groups', ['B']],
        ["has groups(title = 'B')", 'terms', ['t2']],
        ['has groups', 'terms', ['t1', 't2']],
        ["has seats(has group_id(has term_ids(title = 'Primero')))", 'pupils', ['ana']],
        ["has groups(has seats(has pupil_id(has school_id(name = 'Norte'))))", 'terms', ['t1', 't2']],
      ])('%s of %s', async (where, dataset, keys) => {
        expect(await found(where, dataset)).toEqual(keys);
      });

      test('they follow the rows', async () => {
        await rig.apply([
          upsert('groups', { group_id: 'A', title: 'A', term_ids: ['t2'] }, 2),
          upsert('bonds', { bond_id: 'b3', pupil_id: 'eva', guardian_id: 'g1' }, 2),
          remove('bonds', 'b1', 2),
          remove('groups', 'B', 2),
        ]);
        expect(await found("has term_ids(title = 'Primero')", 'groups')).toEqual([]);
        expect(await found('has groups', 'terms')).toEqual(['t2']);
        expect(await found("has bonds(guardian_id = 'g1')")).toEqual(['eva']);
      });

      test('related rows are attached, in both directions and nested', async () => {
        const include = parseInclude('school_id, bonds[sort contact_order](guardian_id)');
        const item = await rig.engine.get('pupils', 'ana', include);
        expect(keysOf(item?.included.school_id?.items ?? [], 'schools')).toEqual(['north']);
        const bonds = item?.included.bonds?.items ?? [];
        expect(keysOf(bonds, 'bonds')).toEqual(['b2', 'b1']);
        expect(bonds.map(({ included }) => keysOf(included.guardian_id?.items ?? [], 'guardians'))).toEqual([
          ['g2'],
          ['g1'],
        ]);
      });

      test('to every row of a page, with conditions and a limit that says when there is more', async () => {
        const include = parseInclude("bonds[guardian_id = 'g1' or contact_order = 1 limit 1]");
        const { items } = await search({ dataset: 'pupils', include });
        expect(
          items.map(({ included }) => [keysOf(included.bonds?.items ?? [], 'bonds'), included.bonds?.more]),
        ).toEqual([
          [['b1'], true],
          [[], false],
          [['b3'], false],
        ]);
      });

      test('over lists of keys, both ways; what is not there is not attached', async () => {
        const { items } = await search({ dataset: 'groups', include: parseInclude('term_ids, tutor_id') });
        expect(items.map(({ included }) => keysOf(included.term_ids?.items ?? [], 'terms'))).toEqual([
          ['t1', 't2'],
          ['t2'],
          [],
        ]);
        const term = await rig.engine.get('terms', 't2', parseInclude('groups'));
        expect(keysOf(term?.included.groups?.items ?? [], 'groups')).toEqual(['A', 'B']);
      });
    });

    describe('facets', () => {
      beforeEach(() =>
        rig.apply([
          pupil('1', {
            status: 'active',
            grades: ['08', '09'],
            steps: '2',
            enabled: true,
            home: { city: 'A', floor: '1', area: '1.00', owned: null },
          }),
          pupil('2', { status: 'left', grades: ['09', '09'], steps: '10' }),
          pupil('3', { status: 'active', grades: null, steps: '10', enabled: false, family_name: 'Ruiz' }),
          pupil('4', { steps: '2', grades: [] }),
        ]),
      );

      test('count the values of all rows that are found, the most frequent first', async () => {
        const { facets } = await search({
          dataset: 'pupils',
          facets: parseFacets('status, grades, steps, enabled, home.city'),
          limit: 1,
        });
        expect(facets).toEqual([
          {
            path: 'status',
            values: [
              { value: 'active', count: 2 },
              { value: 'left', count: 1 },
            ],
            missing: 1,
            more: false,
          },
          {
            path: 'grades',
            values: [
              { value: '09', count: 2 },
              { value: '08', count: 1 },
            ],
            missing: 1,
            more: false,
          },
          {
            path: 'steps',
            values: [
              { value: '2', count: 2 },
              { value: '10', count: 2 },
            ],
            missing: 0,
            more: false,
          },
          {
            path: 'enabled',
            values: [
              { value: false, count: 1 },
              { value: true, count: 1 },
            ],
            missing: 2,
            more: false,
          },
          { path: 'home.city', values: [{ value: 'A', count: 1 }], missing: 3, more: false },
        ]);
      });

      test('say when there are more values than the limit', async () => {
        const { facets } = await search({ dataset: 'pupils', facets: parseFacets('status limit 1') });
        expect(facets).toEqual([
          { path: 'status', values: [{ value: 'active', count: 2 }], missing: 1, more: true },
        ]);
      });

      test('keep to text and conditions, as the total does', async () => {
        const { facets, total } = await search({
          dataset: 'pupils',
          text: 'ruiz',
          where: parseFilter("status = 'active'"),
          facets: parseFacets('steps'),
          total: true,
        });
        expect(facets).toEqual([
          { path: 'steps', values: [{ value: '10', count: 1 }], missing: 0, more: false },
        ]);
        expect(total).toBe(1);
      });
    });

    describe('order and pages', () => {
      const pageThrough = async (query: Query): Promise<unknown[]> => {
        const keys: unknown[] = [];
        let after: string | undefined;
        do {
          const page = await search(after === undefined ? query : { ...query, after });
          keys.push(...keysOf(page.items, query.dataset));
          after = page.next ?? undefined;
        } while (after !== undefined);
        return keys;
      };

      test.each([
        ['steps', ['3', '2', '4', '5', '1']],
        ['steps nulls first', ['1', '3', '2', '4', '5']],
        ['steps desc', ['5', '2', '4', '3', '1']],
        ['steps desc nulls first', ['1', '5', '2', '4', '3']],
        ['-steps, -pupil_id', ['5', '4', '2', '3', '1']],
        ['family_name', ['2', '5', '1', '3', '4']],
        ['family_name desc nulls first', ['4', '3', '1', '5', '2']],
        ['home.floor desc, steps', ['2', '3', '4', '5', '1']],
        ['enabled, birth_date desc', ['4', '5', '1', '2', '3']],
        ['pupil_id desc, steps', ['5', '4', '3', '2', '1']],
      ])('by %s, in one page and in pages of one and two', async (sort, keys) => {
        await rig.apply([
          pupil('1', { family_name: 'Núñez', birth_date: '2001-01-01' }),
          pupil('2', {
            family_name: 'Álvarez',
            steps: '9',
            home: { city: null, floor: '10', area: null, owned: null },
          }),
          pupil('3', {
            family_name: 'Nunez',
            steps: '-10',
            home: { city: null, floor: '9', area: null, owned: null },
          }),
          pupil('4', { steps: '9', enabled: false }),
          pupil('5', { family_name: 'de la Torre', steps: '10', enabled: true }),
        ]);
        const query = { dataset: 'pupils', sort: parseSort(sort) };
        // Equal but for accents, 1 and 3 are in the order of their letters' code points.
        const expected = sort.startsWith('family_name') ? keys.map(swapNames) : keys;
        expect(keysOf((await search(query)).items)).toEqual(expected);
        expect(await pageThrough({ ...query, limit: 1 })).toEqual(expected);
        expect(await pageThrough({ ...query, limit: 2 })).toEqual(expected);
      });
      const swapNames = (key: string) => (key === '1' ? '3' : key === '3' ? '1' : key);

      test('by key when nothing is asked, by code points', async () => {
        await rig.apply(['b', 'ñ', 'B', '10', '9', '😀', '\uFB01'].map((key) => pupil(key, {})));
        expect(await pageThrough({ dataset: 'pupils', limit: 2 })).toEqual([
          '10',
          '9',
          'B',
          'b',
          'ñ',
          '\uFB01',
          '😀',
        ]);
      });

      test('by rank, page after page, each row once', async () => {
        const names = ['Ana', 'Ana María', 'Anabel', 'Ana Ana', 'Bea', 'Ana'];
        await rig.apply(names.map((given_name, at) => pupil(`${at}`, { given_name })));
        const whole = keysOf((await search({ dataset: 'pupils', text: 'ana' })).items);
        expect([...whole].sort()).toEqual(['0', '1', '2', '3', '5']);
        expect(await pageThrough({ dataset: 'pupils', text: 'ana', limit: 1 })).toEqual(whole);
        expect(await pageThrough({ dataset: 'pupils', text: 'ana', limit: 2 })).toEqual(whole);
      });

      test('a page stays where it is when rows come and go before it', async () => {
        await rig.apply(['b', 'd', 'f', 'h'].map((key) => pupil(key, { status: 'active' })));
        const query = { dataset: 'pupils', sort: parseSort('status'), limit: 2 };
        const first = await search(query);
        expect(keysOf(first.items)).toEqual(['b', 'd']);
        await rig.apply([
          pupil('a', { status: 'active' }),
          remove('pupils', 'd', 2),
          pupil('g', { status: 'active' }),
        ]);
        const second = await search({ ...query, after: first.next ?? '' });
        expect(keysOf(second.items)).toEqual(['f', 'g']);
      });

      test('a cursor of another order is refused', async () => {
        await rig.apply(['a', 'b'].map((key) => pupil(key, {})));
        const { next } = await search({ dataset: 'pupils', limit: 1 });
        const query = { dataset: 'pupils', sort: parseSort('steps'), after: next ?? '' };
        await expect(search(query)).rejects.toThrow('the cursor does not belong to this query');
      });
    });

    describe('rows and versions', () => {
      test('a row comes back as it was indexed, with its version', async () => {
        const values = {
          pupil_id: 'k\'"\n',
          family_name: '',
          notes: ' \t"quoted"\r\n😀 ',
          nicknames: ['', 'x,y'],
          grades: [],
          birth_date: '0001-01-01',
          seen_at: '9999-12-31T23:59:59.999999Z',
          steps: '-9223372036854775808',
          score: '-0.0001',
          enabled: false,
          marks: ['9007199254740993'],
          home: { city: null, floor: '-1', area: '0.50', owned: true },
          ids: [{ type: 'a', value: null }],
          settings: '{"b": 1.0, "a": [1e400, 12345678901234567890]}',
        };
        await rig.apply([upsert('pupils', values, 7)]);
        expect(await rig.engine.get('pupils', values.pupil_id)).toEqual({
          row: rowOf('pupils', values),
          version: 7,
          included: {},
        });
      });

      test('what is not there is null; what is no dataset is refused', async () => {
        expect(await rig.engine.get('pupils', 'x')).toBeNull();
        await expect(rig.engine.get('pupil', 'x')).rejects.toThrow('"pupil" is no dataset');
      });

      const family = async (key: string) => (await rig.engine.get('pupils', key))?.row.family_name;
      const named = (family_name: string, version: number) =>
        upsert('pupils', { pupil_id: '1', family_name }, version);

      test('only what is newer is taken, in whatever order it comes', async () => {
        await rig.apply([named('b', 2)]);
        await rig.apply([named('a', 1), named('x', 2)]);
        expect(await family('1')).toBe('b');
        await rig.apply([named('d', 4), named('c', 3)]);
        expect(await family('1')).toBe('d');
      });

      test('a delete is remembered: older rows do not rise again, newer ones do', async () => {
        await rig.apply([named('a', 1), remove('pupils', '1', 3)]);
        expect(await family('1')).toBeUndefined();
        await rig.apply([named('a', 1), named('b', 2)]);
        expect(await family('1')).toBeUndefined();
        expect((await search({ dataset: 'pupils', total: true })).total).toBe(0);
        await rig.apply([named('d', 4)]);
        expect(await family('1')).toBe('d');
      });

      test('a delete that comes late removes nothing newer, one that comes early keeps out what is older', async () => {
        await rig.apply([named('c', 3), remove('pupils', '1', 2)]);
        expect(await family('1')).toBe('c');
        await rig.apply([remove('pupils', '2', 2), upsert('pupils', { pupil_id: '2' }, 1)]);
        expect(await rig.engine.get('pupils', '2')).toBeNull();
      });

      test('the same events again change nothing', async () => {
        const events = [named('a', 1), named('b', 2), remove('pupils', '1', 3), named('d', 4)];
        await rig.apply(events);
        const before = await search({ dataset: 'pupils' });
        await rig.apply(events);
        expect(await search({ dataset: 'pupils' })).toEqual(before);
      });
    });
  });
}
