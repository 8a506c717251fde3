namespace ContentApi.Core.Model;

internal static class ScopeNames
{
    public static IReadOnlyList<string> All { get; } = Enum.GetValues<Scope>().Select(Name).ToArray();

    public static string Name(this Scope scope) => scope.ToString().ToLowerInvariant();

    public static Scope Parse(string name) => Enum.Parse<Scope>(name, ignoreCase: true);
}
