namespace ContentApi.Tests.ContractConformance;

/// <summary>An operation of the contract: a method at a path.</summary>
internal sealed record Operation(
    string Id,
    string Method,
    string Path,
    bool NeedsKey,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyDictionary<string, string> Bodies,
    IReadOnlyDictionary<string, DocumentedResponse> Responses)
{
    private readonly string[] segments = Path.Split('/');

    /// <summary>Gets whether a request must have a body.</summary>
    public bool NeedsBody { get; init; }

    /// <summary>Returns the values of the path parameters, or null if the path does not match this operation.</summary>
    public Dictionary<string, string>? Match(string path)
    {
        var pathSegments = path.Split('/');
        if (pathSegments.Length != segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < pathSegments.Length; index++)
        {
            if (segments[index].StartsWith('{') && pathSegments[index].Length > 0)
            {
                values[segments[index][1..^1]] = Uri.UnescapeDataString(pathSegments[index]);
            }
            else if (segments[index] != pathSegments[index])
            {
                return null;
            }
        }

        return values;
    }
}
