using ContentApi.Data;

namespace ContentApi.Library;

internal static class LibrarySetup
{
    public static void AddLibrary(this WebApplicationBuilder builder) =>
        builder.AddValidatedOptions<LibraryOptions>("Library");
}
