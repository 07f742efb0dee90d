import { Button } from './button.tsx';

/** Buttons that choose one of several platforms; nothing if there is only one. */
export function PlatformChoice({
  platforms,
  chosen,
  onChoose,
}: {
  platforms: readonly string[];
  chosen: string | undefined;
  onChoose: (platform: string) => void;
}) {
  if (platforms.length < 2) return null;
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Platform</legend>
      {platforms.map((platform) => (
        <Button
          key={platform}
          size="sm"
          variant={platform === chosen ? 'plain' : 'quiet'}
          aria-pressed={platform === chosen}
          onClick={() => onChoose(platform)}
        >
          {platform}
        </Button>
      ))}
    </fieldset>
  );
}
