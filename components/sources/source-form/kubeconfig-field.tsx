import { useState } from 'react';
import { LinesField } from '#components/ui/controls/field.tsx';
import { accessIn, type TakenAccess } from './kubeconfig.ts';

/** Takes a kubeconfig, and gives the access of its current context once it can be read. */
export function KubeconfigField({ onAccess }: { onAccess: (access: TakenAccess) => void }) {
  const [text, setText] = useState('');
  const access = text.trim() === '' ? undefined : accessIn(text);
  return (
    <LinesField
      label="Kubeconfig"
      hint="What kubectl config view --raw --flatten prints. The address, the authorities and the token of its current context are taken; the rest stays in your browser. A file on the server is named in baseboard.yaml"
      optional
      value={text}
      error={access !== undefined && 'problem' in access ? access.problem : undefined}
      onText={(next) => {
        setText(next);
        const taken = accessIn(next);
        if (!('problem' in taken)) onAccess(taken);
      }}
    />
  );
}
