namespace ContentApi.Core.Model;

/// <summary>Optional members of the changes in a list of changes.</summary>
internal enum ChangeInclude
{
    Story,
}
