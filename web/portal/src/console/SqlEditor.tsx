import { StandardSQL, sql } from '@codemirror/lang-sql';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import { styleNonce } from '../charts/nonce.ts';
import './editor.css';
import { editorTheme } from './editorTheme.ts';
import type { Completion } from './useCompletion.ts';

interface Properties {
  readonly value: string;
  readonly label: string;
  readonly completion: Completion | null;
  readonly onChange: (text: string) => void;
  /** Ctrl-Enter, or ⌘-Enter. */
  readonly onRun: (text: string) => void;
}

/** The editor keeps its own state; React hears of changes and hands new texts in. */
export function SqlEditor({ value, label, completion, onChange, onRun }: Properties) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const language = useRef(new Compartment());
  const told = useRef({ onChange, onRun });
  told.current = { onChange, onRun };

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; later values are handed in below
  useEffect(() => {
    if (!place.current) return;
    const run = (editor: EditorView) => {
      told.current.onRun(editor.state.doc.toString());
      return true;
    };
    view.current = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(styleNonce),
          Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
          editorTheme,
          basicSetup,
          language.current.of(languageOf(completion)),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) told.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    return () => view.current?.destroy();
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(completion)) });
  }, [completion]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={place} className="sql-editor" />;
}

function languageOf(completion: Completion | null): Extension {
  if (!completion) return sql({ dialect: StandardSQL });
  const { schema, functions } = completion;
  return [
    sql({ dialect: StandardSQL, schema, defaultSchema: 'curated', upperCaseKeywords: true }),
    StandardSQL.language.data.of({
      autocomplete: functions.map(({ name, meaning }) => ({
        label: name,
        type: 'function',
        info: meaning,
        apply: `${name}(`,
      })),
    }),
  ];
}
