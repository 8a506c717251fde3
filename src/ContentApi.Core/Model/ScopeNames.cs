namespace ContentApi.Core.Model;

/// <summary>Converts scopes to and from their names in JSON.</summary>
internal static class ScopeNames
{
    public static IReadOnlyList<string> All { get; } = Enum.GetValues<Scope>().Select(GetName).ToArray();

    public static string GetName(this Scope scope) => scope.ToString().ToLowerInvariant();

    public static Scope Parse(string name) => Enum.Parse<Scope>(name, ignoreCase: true);
}
