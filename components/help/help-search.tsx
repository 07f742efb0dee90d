import { Search } from 'lucide-react';
import Form from 'next/form';
import { Button } from '#components/ui/controls/button.tsx';
import { LONGEST_SEARCH } from '#lib/help/search-documents.ts';

/** The search of the help. It is a plain form: the text is in the address, and the server searches. */
export function HelpSearch({ text = '' }: { text?: string }) {
  return (
    <search>
      <Form action="/help" className="flex max-w-[36rem] gap-2">
        <input
          // Another search starts with its own text.
          key={text}
          type="search"
          name="q"
          aria-label="Search the help"
          placeholder="Search the help"
          defaultValue={text}
          maxLength={LONGEST_SEARCH}
          data-find
          autoComplete="off"
          spellCheck={false}
          className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-3 text-sm max-md:h-11"
        />
        <Button type="submit" className="max-md:h-11">
          <Search aria-hidden size={16} />
          Search
        </Button>
      </Form>
    </search>
  );
}
