/**
 * Reads the page's colours in the current theme, from a CSS colour to `#rrggbb`. A canvas cannot use CSS variables, and few
 * SVG viewers know OKLCH.
 */
export function colourReader(): (css: string) => string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const probe = document.createElement('span');
  return (css) => {
    document.body.append(probe);
    probe.style.color = css;
    const value = getComputedStyle(probe).color;
    probe.remove();
    if (context === null) return value;
    context.fillStyle = value;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  };
}
