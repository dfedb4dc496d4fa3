/**
 * Every command of `aljibe` as plain data: help and completion print it, the parser is built from it, and the
 * types of the arguments are read off it. Plain JavaScript without an import, so that help costs next to nothing.
 *
 * @typedef {object} Option
 * @property {'text' | 'count' | 'number' | 'flag'} type  `count`: a whole number from 0; `number`: from 0
 * @property {string} describe
 * @property {string} [value]  what stands for the value in help
 * @property {string | number} [default]
 * @property {string} [env]  environment variable that gives the value when the option is not there
 * @property {readonly string[]} [choices]
 * @property {boolean} [required]
 * @property {boolean} [many]  may be given several times
 * @property {boolean} [datasets]  the value is the name of a dataset
 *
 * @typedef {object} Positional
 * @property {string} describe
 * @property {'count'} [type]  a whole number from 0; text without
 * @property {readonly string[]} [choices]
 * @property {boolean} [optional]
 * @property {boolean} [many]  takes the rest of the line
 * @property {boolean} [datasets]
 *
 * @typedef {object} Command
 * @property {string} describe  one line
 * @property {string} [details]  what else a person must know, as paragraphs
 * @property {Readonly<Record<string, Positional>>} [positionals]
 * @property {Readonly<Record<string, Option>>} [options]
 * @property {readonly string[]} examples
 */

const json = /** @type {const} */ ({ type: 'flag', describe: 'Print JSON for programs' });
const dataset = /** @type {const} */ ({ describe: 'Name of a dataset', datasets: true });
const acceptRemovals = /** @type {const} */ ({
  type: 'text',
  value: 'DATASET',
  many: true,
  datasets: true,
  describe: 'Let this copy or load remove any share of a dataset, once',
});
const snapshot = /** @type {const} */ ({ type: 'text', value: 'S', required: true });

/** Where the portal is served beyond this machine. */
const place = /** @type {const} */ ({
  listen: {
    type: 'text',
    value: 'ADDR',
    describe: 'Address to serve the portal on; default this machine alone. Others need accounts and TLS',
  },
  'tls-cert': { type: 'text', value: 'FILE', describe: 'Certificate of the portal, PEM, with its chain' },
  'tls-key': { type: 'text', value: 'FILE', describe: 'Key of the certificate, PEM' },
  'behind-proxy': {
    type: 'text',
    value: 'ORIGIN',
    describe: 'A proxy ends TLS and serves the portal as https://NAME; needs accounts',
  },
});

const portal = /** @type {const} */ ({
  type: 'text',
  value: 'URL',
  describe: 'Address of the portal in the link; without it that of the one that runs',
});

/** Taken by every command that works on a state directory. */
export const globalOptions = /** @type {const} */ ({
  dir: {
    type: 'text',
    value: 'DIR',
    default: '.aljibe',
    env: 'ALJIBE_DIR',
    describe: 'State directory',
  },
  verbose: { type: 'flag', describe: 'Print the stack of an unexpected failure' },
});

/** Headings of the overview, with the first words of the commands under them. */
export const sections = /** @type {const} */ ({
  'Run the platform': ['up', 'portal', 'status', 'parity', 'maintain'],
  'Keep it safe': ['backup', 'restore', 'rebuild'],
  'Answer for people': ['person', 'erase', 'retention'],
  'Bring data in': ['load', 'quarantine'],
  'Use the data': [
    'dataset',
    'query',
    'search',
    'get',
    'dashboard',
    'lineage',
    'impact',
    'quality',
    'dictionary',
  ],
  'Change what there is': ['plan', 'apply'],
  'Let people in': ['user', 'access'],
  Shell: ['completion'],
});

/** Commands of two words, by their first. */
export const groups = /** @type {const} */ ({
  load: 'Load files: OneRoster bundles, tables, documents',
  quarantine: 'Rows that broke their contract: list, look, replay',
  dataset: 'The curated datasets: list, show, sample, history, diff, roll back, export',
  retention: 'How long rows are kept: remove what is older',
  user: 'Who may sign in to the portal: add, list, link, remove',
  dashboard: 'Dashboards: list, print their SQL, export to QuickSight',
  access: 'Roles: who may see what, and why',
});

export const commands = /** @satisfies {Readonly<Record<string, Command>>} */ (
  /** @type {const} */ ({
    up: {
      describe: 'Boot the monolith, feed, curate and index until stopped, with a live status',
      details:
        'Without DATABASE_URL it boots its own PostgreSQL and seeds a demo school. With DATABASE_URL it feeds ' +
        'the tables that are mapped there and writes to none of them, unless --demo is given and the database ' +
        'is empty. Ctrl-C stops cleanly; the next start continues.',
      options: {
        students: { type: 'count', value: 'N', default: 600, describe: 'Students of the demo school' },
        seed: {
          type: 'count',
          value: 'N',
          default: 1,
          describe: 'Seed of the demo school: same seed, same school',
        },
        rate: { type: 'number', value: 'R', default: 5, describe: 'Writes a second of the demo workload' },
        'from-oneroster': {
          type: 'text',
          value: 'DIR',
          describe: 'Fill the demo school from a OneRoster bundle instead',
        },
        once: {
          type: 'flag',
          describe: 'Stop when lake and query cluster have caught up; print parity; exit 1 on a difference',
        },
        demo: { type: 'flag', describe: 'Seed and write in the database of DATABASE_URL, if it is empty' },
        port: {
          type: 'count',
          value: 'N',
          describe: 'Port of the portal on this machine; 0 for any. Without it 4600, or the next free one',
        },
        'no-portal': { type: 'flag', describe: 'Serve no portal' },
        ...place,
        resnapshot: { type: 'flag', describe: 'Copy the monolith anew: the way on when changes were missed' },
        'accept-removals': acceptRemovals,
        json,
      },
      examples: [
        'aljibe up',
        'aljibe up --once --students 2000 --seed 7',
        'DATABASE_URL=postgres://... aljibe up',
      ],
    },
    portal: {
      describe: 'Serve the portal of a state directory on which nothing else runs, until stopped',
      details:
        'Dashboards, catalogue, SQL and search in the browser. It listens on 127.0.0.1, or where --listen says. ' +
        'It reads. `aljibe up` serves its own portal.',
      options: {
        port: {
          type: 'count',
          value: 'N',
          describe: 'Port; 0 for any. Without it 4600, or the next free one',
        },
        ...place,
      },
      examples: [
        'aljibe portal --dir restored',
        'aljibe portal --listen 0.0.0.0 --port 443 --tls-cert portal.crt --tls-key portal.key',
      ],
    },
    status: {
      describe: 'Rows, lag, freshness and quarantine of every dataset',
      options: { json },
      examples: ['aljibe status', 'aljibe status --json'],
    },
    parity: {
      describe: 'Prove that source, lake and query cluster hold the same rows; exit 1 on a difference',
      details:
        'Takes a consistent snapshot of the source, waits until every sink has passed it, and compares rows and ' +
        'checksums read from each store itself. Works while the workload runs.',
      options: { json },
      examples: ['aljibe parity', 'aljibe parity --json'],
    },
    maintain: {
      describe: 'Compact small files, expire snapshots, trim the bus, remove orphan files',
      details: 'While `aljibe up` runs it does this by itself, once an hour.',
      options: { 'dry-run': { type: 'flag', describe: 'Say what there is to do, and do nothing' }, json },
      examples: ['aljibe maintain', 'aljibe maintain --dry-run'],
    },
    backup: {
      describe: 'Back up the state directory into a folder, while it is in use',
      details:
        'The folder then holds the state of one moment: ledger, bus, raw zone, curated tables, query cluster and ' +
        'documents, each file once and with its checksum. Made again, it copies what is new. The database of the ' +
        'monolith is not part of it: it is the source, and needs backups of its own.',
      positionals: { to: { describe: 'Folder of the backup: new, empty, or that of an earlier one' } },
      options: { json },
      examples: ['aljibe backup /mnt/backup/aljibe'],
    },
    restore: {
      describe: 'Make a state directory out of a backup',
      details:
        'Every file is compared with its checksum; what is damaged is named. The state directory, --dir, must be ' +
        'new or empty.',
      positionals: { from: { describe: 'Folder of the backup' } },
      options: { check: { type: 'flag', describe: 'Only compare the backup with its checksums' }, json },
      examples: [
        'aljibe restore /mnt/backup/aljibe --dir /srv/aljibe',
        'aljibe restore /mnt/backup/aljibe --check',
      ],
    },
    rebuild: {
      describe: 'Make curated tables anew out of the raw zone, beside the live ones, and swap',
      details:
        'The way to mend a table, and to fill the columns of a newer contract: rows first go through their mapping ' +
        'again, with every column of their source that was kept beside them. Readers see the old table until the ' +
        'new one is whole.',
      positionals: {
        dataset: {
          describe: 'Names of datasets; all of them without',
          datasets: true,
          optional: true,
          many: true,
        },
      },
      options: {
        index: {
          type: 'flag',
          describe: 'Rebuild the index of the query cluster instead, out of the ledger',
        },
        json,
      },
      examples: ['aljibe rebuild students', 'aljibe rebuild --index'],
    },
    person: {
      describe: 'What the platform holds about a person: how much, or all of it for them to read',
      details:
        'Answers whoever asks for their own data. The file has every present row that names them, with what each ' +
        'column means; of rows about others only what is about them.',
      positionals: {
        person: { describe: 'Who: students:KEY, guardians:KEY, teachers:KEY, or users:ACCOUNT' },
      },
      options: {
        export: { type: 'text', value: 'FILE', describe: 'Write all of it, as JSON, to a new file' },
        only: { type: 'flag', describe: 'Leave out the same person under their other keys' },
        json,
      },
      examples: [
        'aljibe person students:A-000123',
        'aljibe person guardians:G-000045 --export respuesta.json',
      ],
    },
    erase: {
      describe: 'Erase a person from everything that the platform holds, with a certificate',
      details:
        'Rows, references, events, documents and quarantine, each by the rule of its contract; the raw zone, all ' +
        'snapshots, stored views, the query cluster and the bus; and whatever sources tell of them later. Somebody ' +
        'who is a student and a guardian, or has an account, is erased under every key. It cannot be undone. The ' +
        'monolith is not touched: its row should be gone there, and is held back here if it is not.',
      options: {
        person: {
          type: 'text',
          describe: 'Who: students:KEY, guardians:KEY, teachers:KEY, or users:ACCOUNT',
          value: 'DATASET:KEY',
          required: true,
        },
        'dry-run': { type: 'flag', describe: 'Say what there is about them, and change nothing' },
        only: { type: 'flag', describe: 'Leave the same person alone under their other keys' },
        verify: {
          type: 'flag',
          describe: 'Look through every file for what is theirs alone, before and after',
        },
        json,
      },
      examples: [
        'aljibe erase --person students:A-000123 --dry-run',
        'aljibe erase --person students:A-000123 --verify',
      ],
    },
    'retention run': {
      describe: 'Remove what is older than its contract allows, with a certificate',
      details:
        'Rows before the day that their contract counts to, and what is left of rows that were deleted before it, go ' +
        'the way a person is erased: from the lake with its history, raw files, the query cluster, documents and the ' +
        'ledger. It cannot be undone, and what a source goes on sending of it is held back.',
      options: { 'dry-run': { type: 'flag', describe: 'Say what there is, and change nothing' }, json },
      examples: ['aljibe retention run --dry-run', 'aljibe retention run'],
    },
    'load oneroster': {
      describe: 'Load a OneRoster bundle: a folder or a zip of CSV files, bulk or delta',
      details:
        'Reads OneRoster 1.0, 1.1 and 1.2 and Microsoft SDS 2.1. A bulk file is the whole truth of its school ' +
        'years: what is missing from it is removed, unless that would be too much; then nothing is loaded.',
      positionals: { path: { describe: 'Folder or .zip of the bundle' } },
      options: {
        'accept-removals': acceptRemovals,
        'max-removals': {
          type: 'number',
          value: 'PERCENT',
          default: 20,
          describe: 'Share of a dataset that a load may remove unasked',
        },
        source: {
          type: 'text',
          value: 'NAME',
          describe: 'System that the bundle is from; the bundle tells without',
        },
        json,
      },
      examples: [
        'aljibe load oneroster ./bundle',
        'aljibe load oneroster bundle.zip --accept-removals students',
      ],
    },
    'load table': {
      describe: 'Load files of rows through a mapping: CSV, JSON lines or Parquet',
      details:
        'A mapping says which datasets the rows of a file fill, and how its columns are read; docs/tables.md shows how ' +
        'to write one. Files are batches: loaded again they change nothing, and of two rows of a key the one that is ' +
        'loaded later wins. What a file lacks stays, unless its mapping calls it a snapshot.',
      positionals: { file: { describe: 'Files, oldest first; their names say what they hold', many: true } },
      options: {
        mapping: {
          type: 'text',
          value: 'NAME',
          required: true,
          describe: 'Mapping that comes with Aljibe (contoso), or the path of one in JSON',
        },
        'accept-removals': acceptRemovals,
        'max-removals': {
          type: 'number',
          value: 'PERCENT',
          default: 20,
          describe: 'Share of a dataset that a snapshot may remove unasked',
        },
        source: {
          type: 'text',
          value: 'NAME',
          describe: 'System that the files are from; that of the mapping without',
        },
        json,
      },
      examples: [
        'aljibe load table batch1/*.csv batch2/*.csv --mapping contoso',
        'aljibe load table marks.parquet --mapping ./marks.json',
      ],
    },
    'load documents': {
      describe: 'Store files by content, with a metadata row and searchable text',
      details: 'Takes files of any kind; text is extracted from PDF, DOCX, HTML, Markdown and plain text.',
      positionals: { path: { describe: 'File or folder' } },
      options: { json },
      examples: ['aljibe load documents ./circulars'],
    },
    'quarantine list': {
      describe: 'Rows in quarantine, newest first',
      options: {
        dataset: { type: 'text', value: 'DATASET', datasets: true, describe: 'Only rows of this dataset' },
        limit: { type: 'count', value: 'N', default: 50, describe: 'At most so many rows' },
        json,
      },
      examples: ['aljibe quarantine list --dataset students'],
    },
    'quarantine show': {
      describe: 'One quarantined row with its reason and its values',
      positionals: { id: { type: 'count', describe: 'Number of the row, from `quarantine list`' } },
      options: { json },
      examples: ['aljibe quarantine show 12'],
    },
    'quarantine replay': {
      describe: 'Offer quarantined rows to their contracts again',
      positionals: {
        id: { type: 'count', describe: 'Numbers of rows; all of them without', optional: true, many: true },
      },
      options: {
        dataset: { type: 'text', value: 'DATASET', datasets: true, describe: 'Only rows of this dataset' },
        json,
      },
      examples: ['aljibe quarantine replay', 'aljibe quarantine replay 12 15'],
    },
    'dataset list': {
      describe: 'Every dataset with its meaning and its number of rows',
      options: { json },
      examples: ['aljibe dataset list'],
    },
    'dataset show': {
      describe: 'The contract of a dataset: columns, types, references, classification, rules',
      positionals: { dataset },
      options: { json },
      examples: ['aljibe dataset show students'],
    },
    'dataset odcs': {
      describe: 'Contracts as the Open Data Contract Standard 3.1.0 writes them',
      details:
        'With --to one file a dataset, NAME.odcs.yaml, which refer to each other. Without it the contract is printed, ' +
        'in YAML or with --json.',
      positionals: { dataset: { ...dataset, optional: true } },
      options: {
        to: {
          type: 'text',
          value: 'DIR',
          describe: 'Folder to write files into; it is made where it is not there',
        },
        json,
      },
      examples: ['aljibe dataset odcs students', 'aljibe dataset odcs --to contracts'],
    },
    'dataset dqdl': {
      describe: 'The rules of a dataset as a ruleset of AWS Glue Data Quality',
      positionals: { dataset },
      options: { json },
      examples: ['aljibe dataset dqdl attendance'],
    },
    'dataset sample': {
      describe: 'A few curated rows',
      positionals: { dataset },
      options: {
        limit: { type: 'count', value: 'N', default: 10, describe: 'So many rows' },
        seed: { type: 'count', value: 'N', default: 1, describe: 'Another seed, another sample' },
        json,
      },
      examples: ['aljibe dataset sample students --limit 3'],
    },
    'dataset history': {
      describe: 'Snapshots of a curated table, newest first',
      positionals: { dataset },
      options: { json },
      examples: ['aljibe dataset history students'],
    },
    'dataset diff': {
      describe: 'Rows that differ between two snapshots',
      positionals: { dataset },
      options: {
        from: { ...snapshot, describe: 'Older snapshot: id, time, or previous' },
        to: { ...snapshot, describe: 'Newer snapshot: id, time, or latest' },
        json,
      },
      examples: [
        'aljibe dataset diff students --from previous --to latest',
        'aljibe dataset diff students --from 2026-03-01T08:00Z --to 2026-03-02',
      ],
    },
    'dataset rollback': {
      describe: 'Set a curated table back to a snapshot and hold it there',
      details: 'Changes keep arriving on the bus and wait until the dataset is resumed.',
      positionals: { dataset },
      options: { to: { ...snapshot, describe: 'Snapshot: id, time, or previous' }, json },
      examples: ['aljibe dataset rollback students --to 2026-03-01T00:00:00Z'],
    },
    'dataset resume': {
      describe: 'Let a dataset that is held follow its changes again',
      details:
        'After a rollback, what it undid is applied again. Where a rule of severity hold keeps the next commit back, the ' +
        'rows are taken as they are.',
      positionals: { dataset },
      options: {
        discard: {
          type: 'flag',
          describe: 'Forget the changes that the rollback undid, instead of applying them',
        },
        json,
      },
      examples: ['aljibe dataset resume students', 'aljibe dataset resume students --discard'],
    },
    'dataset export': {
      describe: 'Write a whole curated table to a file or to standard output',
      positionals: { dataset },
      options: {
        format: {
          type: 'text',
          value: 'FORMAT',
          choices: ['csv', 'jsonl', 'parquet', 'arrow'],
          required: true,
          describe: 'Format of the file',
        },
        out: { type: 'text', value: 'FILE', describe: 'File to write; standard output without' },
        at: { type: 'text', value: 'S', describe: 'Snapshot (id or time) instead of the present one' },
        as: {
          type: 'text',
          value: 'ROLE',
          describe: 'Only what somebody in a role sees, from `access list`',
        },
        school: {
          type: 'text',
          value: 'SCHOOL',
          many: true,
          describe: 'With --as: id of a school that the role belongs to; may be given several times',
        },
      },
      examples: [
        'aljibe dataset export students --format parquet --out students.parquet',
        'aljibe dataset export attendance --format csv --as analyst',
      ],
    },
    query: {
      describe: 'Run SQL over the curated tables',
      details:
        'Each dataset is a table of its name, each view one of the schema marts. The dialect is that of Amazon Athena (Trino). Nothing can be changed by it.',
      positionals: { sql: { describe: 'One SELECT statement' } },
      options: {
        at: { type: 'text', value: 'S', describe: 'Read the tables as of a time or a snapshot id' },
        as: { type: 'text', value: 'ROLE', describe: 'Read as somebody in a role, from `access list`' },
        school: {
          type: 'text',
          value: 'SCHOOL',
          many: true,
          describe: 'With --as: id of a school that the role belongs to; may be given several times',
        },
        engine: {
          type: 'text',
          value: 'ENGINE',
          choices: ['duckdb', 'athena'],
          default: 'duckdb',
          describe: 'What runs it: this machine, or Amazon Athena',
        },
        workgroup: { type: 'text', value: 'W', default: 'primary', describe: 'Workgroup of Athena' },
        database: {
          type: 'text',
          value: 'D',
          default: 'curated',
          describe: 'Database that tables without a schema are in, in Athena',
        },
        reuse: {
          type: 'count',
          value: 'MINUTES',
          default: 0,
          describe: 'Let Athena give the answer of an earlier run again that is no older',
        },
        format: {
          type: 'text',
          value: 'FORMAT',
          choices: ['table', 'json', 'jsonl', 'csv', 'arrow'],
          default: 'table',
          describe: 'Format of the answer',
        },
        json,
      },
      examples: [
        'aljibe query "SELECT status, count(*) FROM attendance GROUP BY 1" --format csv',
        'aljibe query "SELECT * FROM marts.early_warning" --as headmaster --school C-1',
        'aljibe query "SELECT * FROM marts.attendance_bands" --engine athena --workgroup school',
      ],
    },
    search: {
      describe: 'Search the query cluster: full text, filters, relations, facets',
      details:
        'Accents and case do not matter: "nunez" finds "Núñez", and so does "nun". Filters know = != < <= > >= ' +
        "^= 'beginning', in (...), is null, contains, and, or, not, and has RELATION(...), where some related " +
        'row satisfies the filter in parentheses.',
      positionals: {
        dataset,
        text: { describe: 'Words to find; every row without', optional: true },
      },
      options: {
        where: { type: 'text', value: 'FILTER', many: true, describe: 'Filter; all of them must hold' },
        facet: { type: 'text', value: 'COLUMNS', many: true, describe: 'Count the values of columns' },
        include: { type: 'text', value: 'RELATIONS', many: true, describe: 'Attach related rows' },
        sort: {
          type: 'text',
          value: 'COLUMNS',
          many: true,
          describe: 'Order, as in "family_name, birth_date desc"; by rank without',
        },
        limit: { type: 'count', value: 'N', default: 20, describe: 'Rows a page' },
        after: {
          type: 'text',
          value: 'CURSOR',
          describe: 'Continue behind the page that printed this cursor',
        },
        json,
      },
      examples: [
        'aljibe search students nunez',
        'aljibe search students --where "has guardianships(has guardian_id(family_name ^= \'garc\'))"',
        'aljibe search attendance --where "attendance_date >= \'2026-01-08\'" --facet status --limit 5',
      ],
    },
    get: {
      describe: 'One row of the query cluster by its key',
      positionals: { dataset, key: { describe: 'Key of the row' } },
      options: {
        include: { type: 'text', value: 'RELATIONS', many: true, describe: 'Attach related rows' },
        json,
      },
      examples: ['aljibe get students 4711', 'aljibe get classes 12 --include "enrollments(student_id)"'],
    },
    'dashboard list': {
      describe: 'Every dashboard with its pages and charts',
      options: { json },
      examples: ['aljibe dashboard list'],
    },
    'dashboard show': {
      describe: 'The SQL behind every chart of a dashboard; with --json its definition',
      positionals: { dashboard: { describe: 'Id of a dashboard, from `dashboard list`' } },
      options: { json },
      examples: ['aljibe dashboard show attendance'],
    },
    'dashboard quicksight': {
      describe: 'Print a dashboard for QuickSight: its data sets and its definition',
      details:
        'The JSON is in the casing of the AWS API and of CloudFormation. The data sets ask Athena through the data ' +
        'source that is named; they need permissions of their own.',
      positionals: { dashboard: { describe: 'Id of a dashboard, from `dashboard list`' } },
      options: {
        'data-source': {
          type: 'text',
          value: 'ARN',
          required: true,
          describe: 'QuickSight data source that reads Athena',
        },
        language: {
          type: 'text',
          value: 'LANGUAGE',
          choices: ['es', 'en'],
          default: 'es',
          describe: 'Language of titles and labels',
        },
      },
      examples: [
        'aljibe dashboard quicksight attendance --data-source arn:aws:quicksight:eu-west-1:123456789012:datasource/athena',
      ],
    },
    quality: {
      describe: 'Hold the curated rows against the rules of their contracts',
      details:
        'Counts over whole tables what breaks a rule. Exit code 1 where a rule is broken that is more than a warning; ' +
        '--json has the statement that counts, for `aljibe query`.\n\n' +
        '`aljibe up` measures by itself behind every curation what has changed, and keeps a result when it is ' +
        'another than the last, or after a day: --history prints these, newest first.',
      positionals: {
        dataset: {
          describe: 'Names of datasets; all of them without',
          datasets: true,
          optional: true,
          many: true,
        },
      },
      options: {
        broken: { type: 'flag', describe: 'Tell only of rules that are broken' },
        history: { type: 'flag', describe: 'Measure nothing; print the results that were kept' },
        json,
      },
      examples: [
        'aljibe quality',
        'aljibe quality attendance results --broken',
        'aljibe quality --history --broken',
      ],
    },
    dictionary: {
      describe: 'The data dictionary: every dataset and column, as the contracts describe them',
      details:
        'Prints one page of Markdown; as HTML a page that needs no server and no network; as DCAT a catalogue in ' +
        'JSON-LD for open data portals.',
      options: {
        format: {
          type: 'text',
          value: 'FORMAT',
          choices: ['markdown', 'html', 'dcat'],
          default: 'markdown',
          describe: 'What it is printed as',
        },
        language: {
          type: 'text',
          value: 'LANGUAGE',
          choices: ['es', 'en'],
          default: 'en',
          describe: 'Language of what stands around the contracts',
        },
        base: {
          type: 'text',
          value: 'IRI',
          default: 'urn:aljibe:/',
          describe: 'With dcat: address of the folder in which the catalogue will stand',
        },
        publisher: {
          type: 'text',
          value: 'NAME',
          default: 'Aljibe',
          describe: 'With dcat: who publishes it',
        },
        json,
      },
      examples: [
        'aljibe dictionary --format html --language es > diccionario.html',
        'aljibe dictionary --format dcat --base https://data.example.org/aljibe/',
      ],
    },
    'user add': {
      describe: 'Let somebody into the portal in a role, and print the link to sign in with',
      details:
        'The link lets in once, within a day; the session that it begins ends after two hours without use. As soon as ' +
        'there is an account nobody gets in without one, also on this machine. The audit keeps what each reads.',
      positionals: { name: { describe: 'Name of the account, as in ana.ruiz' } },
      options: {
        role: { type: 'text', value: 'ROLE', required: true, describe: 'What they see, from `access list`' },
        school: {
          type: 'text',
          value: 'SCHOOL',
          many: true,
          describe: 'For a role of a school: its id; may be given several times',
        },
        portal,
        json,
      },
      examples: [
        'aljibe user add ana.ruiz --role headmaster --school C-1',
        'aljibe user add luis --role analyst --portal https://aljibe.school.example',
      ],
    },
    'user list': {
      describe: 'Who may sign in to the portal, as what, and when they last did',
      options: { json },
      examples: ['aljibe user list'],
    },
    'user link': {
      describe: 'Print a new link for an account; an earlier one is void',
      positionals: { name: { describe: 'Name of the account' } },
      options: { portal, json },
      examples: ['aljibe user link ana.ruiz'],
    },
    'user remove': {
      describe: 'Remove an account and end its sessions at once',
      positionals: { name: { describe: 'Name of the account' } },
      options: {},
      examples: ['aljibe user remove ana.ruiz'],
    },
    'access list': {
      describe: 'List the roles and what each may know of whom',
      options: { json },
      examples: ['aljibe access list'],
    },
    'access explain': {
      describe: 'Say what a role sees of a table or a column, and why',
      details:
        'Columns follow what the contract says that they reveal; those of a view follow the columns that their values ' +
        'come from. It reads no data.',
      positionals: {
        role: { describe: 'A role, from `access list`' },
        table: { describe: 'TABLE or TABLE.COLUMN: students, marts.early_warning, students.email' },
      },
      options: { json },
      examples: [
        'aljibe access explain analyst marts.chronic_absence',
        'aljibe access explain registrar students.notes',
      ],
    },
    'access compile': {
      describe: 'Print the roles as AWS Lake Formation enforces them: tags, grants, cell filters',
      details:
        'Prints JSON: the tags of databases, tables and columns, what each role is granted by them, the filters of ' +
        'rows of each school, and the tables that these need. It reads no data and deploys nothing.',
      options: {
        school: {
          type: 'text',
          value: 'SCHOOL',
          many: true,
          describe: 'Id of a school that somebody may be bound to; may be given several times',
        },
      },
      examples: ['aljibe access compile --school C-1 --school C-2'],
    },
    lineage: {
      describe: 'What a column is made of, down to the tables of the monolith',
      details:
        'Reads the mappings, the SQL of the views and the definitions of the dashboards; no data. Without a column, ' +
        '--json prints the whole graph.',
      positionals: {
        column: { describe: 'TABLE.COLUMN: marts.stays.grade, students.email', optional: true },
      },
      options: {
        openlineage: {
          type: 'flag',
          describe: 'Print everything as job events of OpenLineage, a line each, with column lineage',
        },
        json,
      },
      examples: [
        'aljibe lineage marts.chronic_absence.student_id',
        'aljibe lineage --openlineage > lineage.jsonl',
      ],
    },
    plan: {
      describe: 'What this program defines otherwise than the lake was brought to',
      details:
        'Compares contracts, views, dashboards and roles with those that were last applied: what is breaking, of ' +
        'privacy, widening, additive or of wording only, the rows that it concerns, what reads it, and what `aljibe ' +
        'apply` would do. Exit code 1 where something cannot be applied. --history lists what was applied, newest first.',
      options: {
        history: { type: 'flag', describe: 'What was applied so far' },
        json,
      },
      examples: ['aljibe plan', 'aljibe plan --history'],
    },
    apply: {
      describe: 'Bring the lake to what this program defines, or back',
      details:
        'Columns are added, renamed, widened, dropped and reordered in tables without writing a row anew. What is ' +
        'additive, widening or of wording is also applied by the first command that writes; the rest waits for this ' +
        'one. Nothing else may run meanwhile. --undo goes back to what was applied before, for the program of before.',
      options: {
        'allow-breaking': { type: 'flag', describe: 'Also what lets something fail that worked' },
        undo: { type: 'flag', describe: 'Take the last apply back' },
        json,
      },
      examples: ['aljibe apply', 'aljibe apply --allow-breaking', 'aljibe apply --undo'],
    },
    impact: {
      describe: 'What changes with a column: views, charts, search indexes, exports',
      details:
        'Says whether values change or only which rows there are, and whether the column is read directly.',
      positionals: { column: { describe: 'TABLE.COLUMN: demographics.birth_date, legacy.alumnos.correo' } },
      options: { json },
      examples: ['aljibe impact demographics.birth_date', 'aljibe impact legacy.alumnos.correo --json'],
    },
    completion: {
      describe: 'Print the completion script of a shell',
      positionals: { shell: { describe: 'bash or zsh', choices: ['bash', 'zsh'] } },
      examples: ['source <(aljibe completion bash)', 'aljibe completion zsh > ~/.zfunc/_aljibe'],
    },
  })
);

/** @typedef {keyof typeof commands} CommandName */
