import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commands, groups } from '../../cli/commands.js';
import { help } from '../../cli/help.js';

const page = fileURLToPath(new URL('../../docs/cli.md', import.meta.url));
const end =
  '<!-- What follows is the help of every command: npx vitest run test/cli/reference.test.ts -u -->\n';

/** The help of a command as Markdown, and of every command of a group under the group. */
function section(path: string, level: string): string {
  return `\n${level} aljibe ${path}\n\n\`\`\`text\n${help(path)}\`\`\`\n`;
}

test('docs/cli.md shows the help of every command as it is', async () => {
  const [introduction] = (await readFile(page, 'utf8')).split(end);
  const words = [...new Set(Object.keys(commands).map((path) => path.split(' ')[0] ?? ''))];
  const sections = words.flatMap((word) =>
    word in groups
      ? [
          `\n## aljibe ${word}\n\n${groups[word as keyof typeof groups]}.\n`,
          ...Object.keys(commands)
            .filter((path) => path.startsWith(`${word} `))
            .map((path) => section(path, '###')),
        ]
      : [section(word, '##')],
  );
  await expect(`${introduction}${end}${sections.join('')}`).toMatchFileSnapshot(page);
});
