# build.ps1 Pack.

function Invoke-Pack {
    Invoke-Build
    $version = (Import-PowerShellDataFile $manifest).ModuleVersion
    Compress-Archive -Path $module -DestinationPath (Join-Path $root "out/SmtpTls-$version.zip") -Force
}
