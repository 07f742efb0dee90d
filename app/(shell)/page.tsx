export default function FleetPage() {
  return <main />;
}
