namespace ContentApi.Core.Model;

/// <summary>Optional content of each change in a list of changes.</summary>
internal enum ChangeInclude
{
    Story,
}
