namespace ContentApi.Tests.Compatibility;

/// <summary>A difference between two contracts.</summary>
/// <param name="Kind">The kind, as exceptions refer to it.</param>
/// <param name="Where">The operation and the location in it, or the component and the member.</param>
/// <param name="What">A description for the changelog.</param>
/// <param name="Breaks">Whether a client of the old contract can fail with the new one.</param>
internal sealed record Difference(string Kind, string Where, string What, bool Breaks)
{
    public override string ToString() => $"{Where}: {What} [{Kind}]";
}
