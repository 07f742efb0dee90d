import type { MessagePreviewView } from '#lib/api/contract/message-preview.ts';

/** A message as its receiver would get it. */
export function MessagePreview({ preview: { form, subject, text } }: { preview: MessagePreviewView }) {
  return (
    <figure className="min-w-0 space-y-1.5 text-sm">
      <figcaption className="text-muted">
        {form === 'mail' ? 'The e-mail that would be sent now' : 'The request’s body that would be sent now'}
      </figcaption>
      <div className="rounded-md border border-line bg-bg">
        {subject === null ? null : (
          <p className="border-b border-line px-3 py-2 font-medium break-words">{subject}</p>
        )}
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: A region that scrolls needs the keyboard.
          tabIndex={0}
          className="mono max-h-80 overflow-auto px-3 py-2 text-xs break-words whitespace-pre-wrap"
        >
          {text}
        </pre>
      </div>
    </figure>
  );
}
